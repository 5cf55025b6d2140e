import { Injectable } from '@nestjs/common';
import { Clock, Database, type Sql } from '@opora/platform';
import { type EventRule, Trial, type TrialEvent } from '../domain';
import { namesFor } from '../work/names';
import { RuleReader } from './rule.reader';
import { checkReferences } from './rules';
import type { TrialReply, TryRules } from './rules.dto';

const PAGE = 2_000;
/** Events of one trial; more would make the caller wait too long. */
const MOST = 200_000;

/** Shows what a set of rules would have made of the last day's events; stores nothing. */
@Injectable()
export class RuleTrial {
  constructor(
    private readonly database: Database,
    private readonly rules: RuleReader,
    private readonly clock: Clock,
  ) {}

  async run({ rules, hours = 24 }: TryRules): Promise<TrialReply> {
    const { sql } = this.database;
    for (const [index, rule] of (rules ?? []).entries()) await checkReferences(sql, rule, `/rules/${index}`);
    const given: EventRule[] = rules === undefined ? await this.rules.active(sql) : rules.map((rule, index) => ({ ...rule, id: rule.id ?? `rule ${index}` }));
    const now = this.clock.now();
    const since = new Date(now.getTime() - hours * 3_600_000);
    const trial = new Trial(given);
    const defaults = new Map((await sql.rows<{ id: string; serviceId: string | null }>('select id, service_id as "serviceId" from event_source')).map((row) => [row.id, row.serviceId]));
    let taken = 0;
    let after = { at: since, id: '00000000-0000-0000-0000-000000000000' };
    for (let page = await this.page(sql, after, now); page.length > 0; page = taken >= MOST ? [] : await this.page(sql, after, now)) {
      const names = await namesFor(sql, page);
      for (const event of page) {
        const item = names.item(event.items);
        trial.take({ ...event, itemId: item?.id ?? null, serviceId: names.service(event.service) ?? item?.serviceId ?? defaults.get(event.sourceId) ?? null });
      }
      taken += page.length;
      const last = page.at(-1);
      if (last) after = { at: last.receivedAt, id: last.id };
      /* Others want to be answered meanwhile (`security.md` I43). */
      await new Promise((next) => setImmediate(next));
    }
    const { rules: rows, ...result } = trial.result();
    const now_ = await sql.one<{ n: number }>('select count(*) as n from alert_group where opened_at >= $1 and opened_at <= $2', [since, now]);
    const byRule = rows.map(({ ruleId, alerts, incidents }) => {
      const place = given.findIndex(({ id }) => id === ruleId);
      return { rule: place < 0 ? null : place, name: given[place]?.name ?? null, alerts, incidents };
    });
    return { ...result, incidentsNow: now_?.n ?? 0, truncated: taken >= MOST, rules: byRule.sort((a, b) => (a.rule ?? Infinity) - (b.rule ?? Infinity)) };
  }

  private page(sql: Sql, after: { at: Date; id: string }, until: Date): Promise<Omit<TrialEvent, 'serviceId' | 'itemId'>[]> {
    return sql.rows(
      `select id, source_id as "sourceId", received_at as "receivedAt", dedup_key as "dedupKey", status, severity, title, text, link, service, items, labels, at from event
       where (received_at, id) > ($1, $2::uuid) and received_at >= $1 and received_at <= $3 order by received_at, id limit ${PAGE}`,
      [after.at, after.id, until],
    );
  }
}
