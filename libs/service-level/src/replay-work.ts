import { Injectable } from '@nestjs/common';
import { Calendars, type WorkingTime } from '@opora/calendar';
import { Clock, Database } from '@opora/platform';
import type { Ticket } from '@opora/ticket';
import { type AgreementDefinition, type AgreementType, type Allowance, type Compared, type Metric, type Moment, type PublishedAgreement, type Replayed, addCompared, outcomeOf, relive } from './domain';
import { Policies } from './policies';
import { pastsOf, second } from './ticket-past';

const BATCH = 500;
/** Another worker goes on where this one has not been heard of for so long. */
const LEASE = '60 seconds';

interface Claimed {
  id: string;
  agreementId: string | null;
  type: AgreementType;
  definition: AgreementDefinition;
  fromAt: Date;
  toAt: Date;
  afterAt: Date | null;
  afterId: string | null;
  report: Compared[] | null;
  lookedAt: number;
}

type PastTicket = Pick<Ticket, 'id' | 'reference' | 'kind' | 'createdAt' | 'restricted' | 'state' | 'stateReason' | 'priority' | 'serviceId' | 'categoryId' | 'requesterId' | 'groupId' | 'mergedIntoId' | 'firstResponseAt' | 'commandFacts'>;

const TICKETS = `select id, reference, kind, created_at as "createdAt", restricted, state, state_reason as "stateReason", priority, service_id as "serviceId", category_id as "categoryId", requester_id as "requesterId", group_id as "groupId",
    merged_into_id as "mergedIntoId", first_response_at as "firstResponseAt", command_facts as "commandFacts"
  from ticket where imported_from is null and created_at >= $1 and created_at < $2 and ($3::timestamptz is null or (created_at, id) > ($3, $4::uuid)) order by created_at, id limit ${BATCH}`;

/** Works on replays of past periods, batch after batch; what a worker left unfinished another goes on with. */
@Injectable()
export class ReplayWork {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly policies: Policies,
    private readonly calendars: Calendars,
  ) {}

  /** The next one that waits, or whose worker is gone. */
  claim(): Promise<Claimed | null> {
    return this.database.sql.one<Claimed>(
      `update sla_replay r set state = 'running', lease_until = now() + interval '${LEASE}', tickets = coalesce(r.tickets, (select count(*) from ticket t where t.imported_from is null and t.created_at >= r.from_at and t.created_at < r.to_at))
       where id = (select id from sla_replay where state = 'waiting' or (state = 'running' and lease_until < now()) order by created_at limit 1 for update skip locked)
       returning id, agreement_id as "agreementId", type, definition, from_at as "fromAt", to_at as "toAt", after_at as "afterAt", after_id as "afterId", report, looked_at as "lookedAt"`,
    );
  }

  /** @param stopping asked between two batches; where it says so another worker goes on */
  async work(claimed: Claimed, stopping: () => boolean): Promise<void> {
    const calendar = this.calendars.working(await this.calendars.current(claimed.definition.calendarId));
    const report = claimed.report ?? [];
    let { afterAt, afterId, lookedAt } = claimed;
    for (;;) {
      const batch = await this.database.sql.rows<PastTicket>(TICKETS, [claimed.fromAt, claimed.toAt, afterAt, afterId]);
      await this.compare(claimed, batch, calendar, report);
      lookedAt += batch.length;
      const last = batch.at(-1);
      const done = !last || batch.length < BATCH;
      [afterAt, afterId] = [last?.createdAt ?? afterAt, last?.id ?? afterId];
      const kept = await this.database.sql.run(
        `update sla_replay set looked_at = $2, after_at = $3, after_id = $4, report = $5, lease_until = now() + interval '${LEASE}', state = case when $6 then 'done' else 'running' end, finished_at = case when $6 then $7::timestamptz end where id = $1 and state = 'running'`,
        [claimed.id, lookedAt, afterAt, afterId, JSON.stringify(report), done, this.clock.now()],
      );
      if (done || kept === 0) return;
      if (stopping()) return void (await this.database.sql.run(`update sla_replay set lease_until = now() where id = $1`, [claimed.id]));
    }
  }

  async fail(id: string, error: unknown): Promise<void> {
    await this.database.sql.run(`update sla_replay set state = 'failed', error = left($2, 2000), finished_at = $3 where id = $1`, [id, error instanceof Error ? error.message : String(error), this.clock.now()]);
  }

  private async compare({ agreementId, type, definition, id }: Claimed, batch: readonly PastTicket[], calendar: WorkingTime, report: Compared[]): Promise<void> {
    if (batch.length === 0) return;
    const now = second(this.clock.now());
    const agreement: PublishedAgreement = { id, agreementId: agreementId ?? id, type, number: Number.MAX_SAFE_INTEGER, publishedAt: now, openTickets: true, definition };
    const pasts = await pastsOf(this.database.sql, batch);
    const departments = await this.departments([...pasts.values()].flat());
    const actual = await this.actual(type, batch.map((ticket) => ticket.id));
    for (const ticket of batch) {
      const moments = pasts.get(ticket.id) ?? [];
      const targets = await Promise.all(moments.map((moment) => this.targetsThen(agreement, ticket, moment, departments, now)));
      const life = { moments, firstResponseAt: ticket.firstResponseAt === null ? null : second(ticket.firstResponseAt), meaningOf: this.policies.meaningOf(ticket.kind) };
      const told = relive(type, life, targets, (metric, given) => ({ ...given, calendar, pauses: definition.pauses.filter((pause) => pause.metric === metric) }), now);
      for (const metric of new Set(told.map((one) => one.metric))) {
        const own = told.filter((one) => one.metric === metric).map((one) => one.told);
        addCompared(report, metric, ticket, outcomeOf(actual.get(`${ticket.id} ${metric}`) ?? []), outcomeOf(own.map(({ state }) => state)), new Date((own.at(-1)?.dueAt ?? 0) * 1000).toISOString());
      }
    }
  }

  private async targetsThen(agreement: PublishedAgreement, ticket: PastTicket, moment: Moment, departments: ReadonlyMap<string, string | null>, now: number): Promise<({ metric: Metric } & Allowance)[]> {
    const groupSupplierId = await this.policies.supplierOf(moment.groupId);
    const then = { ...ticket, ...moment, priority: moment.priority as Ticket['priority'], requesterDepartmentId: departments.get(moment.requesterId) ?? null, groupSupplierId };
    return (await this.policies.targets(agreement.type, then, now, { agreement })).filter((target) => target.agreement.id === agreement.id);
  }

  private async departments(moments: readonly Moment[]): Promise<Map<string, string | null>> {
    const rows = await this.database.sql.rows<{ id: string; department: string | null }>('select id, department_id as department from person where id = any($1::uuid[])', [[...new Set(moments.map(({ requesterId }) => requesterId))]]);
    return new Map(rows.map(({ id, department }) => [id, department]));
  }

  /** Ticket and metric → states of the clocks that were. */
  private async actual(type: AgreementType, ticketIds: readonly string[]): Promise<Map<string, Replayed['state'][]>> {
    const rows = await this.database.sql.rows<{ key: string; states: Replayed['state'][] }>(
      `select ticket_id || ' ' || metric as key, array_agg(case when state in ('running', 'paused') and due_at < $3 and active then 'breached' else state end) as states from clock where ticket_id = any($1::uuid[]) and type = $2 group by ticket_id, metric`,
      [ticketIds, type, this.clock.now()],
    );
    return new Map(rows.map(({ key, states }) => [key, states]));
  }
}
