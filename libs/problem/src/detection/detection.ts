import { Injectable } from '@nestjs/common';
import { Database, Ids, type Tx } from '@opora/platform';
import { HISTORY_DAYS, OBSERVED_DAYS, SAME_WORDS, type Verdict, type Worded, doubled, repeats, similarity, trigrams, wordings } from '../domain';

/** Titles that are compared with each other: of the newest reports. */
const MOST_TITLES = 1_000;
const MOST_BEFORE = 10_000;
const LOCK = 'select pg_advisory_xact_lock(7310040, 1)';
const DAY_MS = 86_400_000;

interface Group {
  pattern: 'service' | 'category' | 'ci' | 'words';
  key: string;
  labelUk: string;
  labelEn: string;
  serviceId: string | null;
  ids: string[];
  before: number;
}

/** Incidents that people reported: imported history counts, merged ones and those of monitoring do not (their correlation is event management's). */
const INCIDENTS = `t.kind = 'incident' and t.merged_into_id is null and t.state <> 'cancelled' and not t.restricted`;

const grouped = (pattern: Group['pattern'], key: string, join: string, uk: string, en: string, service: string): string => `
  select '${pattern}' as pattern, ${key}::text as key, min(${uk}) as "labelUk", min(${en}) as "labelEn", min(${service}::text) as "serviceId",
    array_agg(t.id order by t.created_at desc) filter (where t.created_at > $2) as ids, count(*) filter (where t.created_at <= $2)::int as before
  from ticket t ${join} where ${INCIDENTS} and t.created_at > $1 and t.created_at <= $3 group by ${key} having count(*) filter (where t.created_at > $2) >= 4`;

const COUNTS = [
  grouped('service', 't.service_id', 'join service s on s.id = t.service_id', 's.name_uk', 's.name_en', 't.service_id'),
  grouped('category', 't.category_id', 'join category c on c.id = t.category_id', 'c.name_uk', 'c.name_en', 'c.service_id'),
  grouped('ci', 'x.ci_id', 'join ticket_ci x on x.ticket_id = t.id join configuration_item i on i.id = x.ci_id', 'i.name', 'i.name', 't.service_id'),
].join(' union all ');

/** Looks for what repeats above its own usual, and proposes it as a problem (`domain.md` §5, proactive detection). */
@Injectable()
export class Detection {
  constructor(
    private readonly database: Database,
    private readonly ids: Ids,
  ) {}

  /** @returns how many patterns stand out now */
  look(): Promise<number> {
    return this.database.tx((tx) => this.within(tx));
  }

  async within(tx: Tx): Promise<number> {
    await tx.run(LOCK);
    const until = tx.now;
    const since = new Date(until.getTime() - OBSERVED_DAYS * DAY_MS);
    const earliest = new Date(until.getTime() - HISTORY_DAYS * DAY_MS);
    const first = await tx.one<{ at: Date | null }>(`select min(t.created_at) as at from ticket t where ${INCIDENTS} and t.created_at > $1`, [earliest]);
    /* A young installation has no ninety days: its usual is taken from the days that it has. */
    const daysBefore = first?.at ? Math.max(0, (since.getTime() - first.at.getTime()) / DAY_MS) : 0;
    if (daysBefore < OBSERVED_DAYS) return 0;
    const groups = [...(await tx.rows<Group>(COUNTS, [earliest, since, until])), ...(await this.worded(tx, earliest, since, until))];
    let found = 0;
    for (const group of groups) {
      const verdict = repeats(group.ids.length, group.before, daysBefore);
      if (!verdict) continue;
      found += 1;
      await this.propose(tx, group, verdict);
    }
    return found;
  }

  /** Titles that say the same; how often they were said before is their usual. */
  private async worded(tx: Tx, earliest: Date, since: Date, until: Date): Promise<Group[]> {
    const recent = await tx.rows<Worded & { serviceId: string | null }>(`select t.id, t.title, t.service_id as "serviceId" from ticket t where ${INCIDENTS} and t.created_at > $1 and t.created_at <= $2 order by t.created_at desc, t.id limit ${MOST_TITLES}`, [since, until]);
    const found = wordings(recent);
    if (found.length === 0) return [];
    const before = (await tx.rows<{ title: string }>(`select t.title from ticket t where ${INCIDENTS} and t.created_at > $1 and t.created_at <= $2 order by t.created_at desc limit ${MOST_BEFORE}`, [earliest, since])).map(({ title }) => trigrams(title));
    return found.map(({ title, ids }) => {
      const grams = trigrams(title);
      return { pattern: 'words', key: [...grams].sort().join('|').slice(0, 400), labelUk: title, labelEn: title, serviceId: recent.find(({ id }) => id === ids[0])?.serviceId ?? null, ids, before: before.filter((other) => similarity(grams, other) >= SAME_WORDS).length };
    });
  }

  /** A proposal that was answered stays answered; a dismissed one comes again when its evidence has doubled. */
  private async propose(tx: Tx, { pattern, key, labelUk, labelEn, serviceId, ids }: Group, { observed, expected, p }: Verdict): Promise<void> {
    const known = await tx.one<{ id: string; state: string; observed: number; over: boolean }>(
      `select pp.id, pp.state, pp.observed, coalesce((select t.phase = 'closed' from ticket t where t.id = pp.problem_id), false) as over from problem_proposal pp where pp.pattern = $1 and pp.pattern_key = $2`, [pattern, key],
    );
    if (!known) {
      await tx.run(
        `insert into problem_proposal (id, pattern, pattern_key, label_uk, label_en, service_id, observed, expected, p, ticket_ids, first_seen_at, seen_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11)`,
        [this.ids.next(), pattern, key, labelUk, labelEn, serviceId, observed, expected, p, ids, tx.now],
      );
      return;
    }
    const again = known.state === 'proposed' || (known.state === 'dismissed' && doubled(observed, known.observed)) || known.over;
    if (!again) return;
    await tx.run(
      `update problem_proposal set state = 'proposed', reason = null, answered_by_id = null, answered_at = null, problem_id = null, label_uk = $2, label_en = $3, observed = $4, expected = $5, p = $6, ticket_ids = $7, seen_at = $8 where id = $1`,
      [known.id, labelUk, labelEn, observed, expected, p, ids, tx.now],
    );
  }
}
