import { Injectable } from '@nestjs/common';
import { Journal } from '@opora/journal';
import { type Page, invalid, unknownReference } from '@opora/kit';
import { Directory, nameIn } from '@opora/organisation';
import { type Actor, Cursors, Database, Ids, type Sql, type Tx } from '@opora/platform';
import type { Claim, SodRule } from '../domain';
import { SodRuleRow } from '../entities';
import type { CreateSodRule, EntitlementRef, SodHolder, SodRuleQuery, SodRuleReply, UpdateSodRule } from './sod.dto';

/** States of requests that may still become a grant. */
const PENDING = "t.state in ('submitted', 'verifying', 'approving', 'provisioning')";
const MOST_HOLDERS = 500;

/** Pairs of rights that one person may not hold at a time, and what people hold and ask for beside. */
@Injectable()
export class SodRules {
  private readonly directory: Directory<SodRuleRow>;

  constructor(
    private readonly database: Database,
    journal: Journal,
    ids: Ids,
    cursors: Cursors,
  ) {
    this.directory = new Directory<SodRuleRow>({ entity: SodRuleRow, kind: 'sod_rule', order: 'number', search: ['nameUk', 'nameEn'] }, database, journal, ids, cursors);
  }

  async list(actor: Actor, query: SodRuleQuery): Promise<Page<SodRuleReply>> {
    const page = await this.directory.list(actor, query);
    return { ...page, items: await this.replies(this.database.sql, actor, page.items) };
  }

  async read(actor: Actor, id: string): Promise<SodRuleReply> {
    return (await this.replies(this.database.sql, actor, [await this.directory.read(id)]))[0] as SodRuleReply;
  }

  create(actor: Actor, body: CreateSodRule): Promise<SodRuleReply> {
    return this.database.tx(async (tx) => (await this.replies(tx, actor, [await this.add(tx, actor, body)]))[0] as SodRuleReply, { operation: actor.operation });
  }

  async add(tx: Tx, actor: Actor, { firstId: one, secondId: other, ...body }: CreateSodRule, id?: string): Promise<SodRuleRow> {
    const [firstId = '', secondId = ''] = await this.pair(tx, one, other);
    const number = (await tx.one<{ n: number }>(`select nextval('sod_rule_number') as n`))?.n ?? 0;
    return this.directory.create(tx, actor, { maxDays: 90, ...body, number, firstId, secondId }, id);
  }

  update(actor: Actor, id: string, ifMatch: number | '*', body: UpdateSodRule): Promise<SodRuleReply> {
    return this.database.tx(async (tx) => (await this.replies(tx, actor, [await this.directory.update(tx, actor, id, ifMatch, body)]))[0] as SodRuleReply);
  }

  /** Who holds both rights of a pair now. */
  async holders(sql: Sql, firstId: string, secondId: string): Promise<SodHolder[]> {
    const rows = await sql.rows<{ id: string; displayName: string; firstGrantId: string; secondGrantId: string; exceptionUntil: Date | null }>(
      `select p.id, p.display_name as "displayName", a.id as "firstGrantId", b.id as "secondGrantId",
         case when cardinality(a.sod_rule_ids || b.sod_rule_ids) > 0 then least(case when cardinality(a.sod_rule_ids) > 0 then a.until_at end, case when cardinality(b.sod_rule_ids) > 0 then b.until_at end) end as "exceptionUntil"
       from access_grant a join access_grant b on b.person_id = a.person_id and b.entitlement_id = $2 and b.state in ('active', 'suspended') join person p on p.id = a.person_id
       where a.entitlement_id = $1 and a.state in ('active', 'suspended') order by p.display_name, p.id limit ${MOST_HOLDERS}`,
      [firstId, secondId],
    );
    return rows.map(({ id, displayName, exceptionUntil, ...grants }) => ({ person: { id, displayName }, ...grants, exceptionUntil: exceptionUntil?.toISOString() ?? null }));
  }

  /** @throws Refusal 422 */
  async trial(one: string, other: string): Promise<SodHolder[]> {
    const [first = '', second = ''] = await this.pair(this.database.sql, one, other);
    return this.holders(this.database.sql, first, second);
  }

  async holdersOf(id: string): Promise<SodHolder[]> {
    const rule = await this.directory.read(id);
    return this.holders(this.database.sql, rule.firstId, rule.secondId);
  }

  /**
   * Whatever this person holds and has asked for, and the rules that concern it beside the wanted right. Takes the person's lock: two who ask at a time wait for each other (`security.md` AP-08).
   * @param except a request that is not held against itself
   */
  async around(tx: Tx, personId: string, entitlementId: string, except: string | null): Promise<{ rules: SodRule[]; claims: Claim[] }> {
    await tx.run('select pg_advisory_xact_lock(hashtextextended($1, 42))', [`access of ${personId}`]);
    const rules = await tx.rows<SodRule>(
      `select id, number, first_id as "firstId", second_id as "secondId", mode, max_days as "maxDays" from sod_rule where active and (first_id = $1 or second_id = $1) order by number`,
      [entitlementId],
    );
    const claims = await tx.rows<Claim>(
      `select entitlement_id as "entitlementId", id as "sourceId", 'grant' as source from access_grant where person_id = $1 and state in ('active', 'suspended')
       union all select a.entitlement_id, t.id, 'request' from ticket t join access_request a on a.ticket_id = t.id
         where t.requester_id = $1 and t.kind = 'access' and ${PENDING} and a.purpose = 'grant' and a.entitlement_id is not null and t.id is distinct from $2::uuid`,
      [personId, except],
    );
    return { rules, claims };
  }

  /** In the order in which they are kept. @throws Refusal 422 */
  private async pair(sql: Sql, one: string, other: string): Promise<string[]> {
    if (one.toLowerCase() === other.toLowerCase()) throw invalid('/secondId', 'access.sod.same');
    const known = (await sql.rows<{ id: string }>('select id from entitlement where id = any($1::uuid[])', [[one, other]])).map(({ id }) => id);
    if (!known.includes(one.toLowerCase())) throw unknownReference('/firstId');
    if (!known.includes(other.toLowerCase())) throw unknownReference('/secondId');
    return known.sort();
  }

  private async replies(sql: Sql, actor: Actor, rules: readonly SodRuleRow[]): Promise<SodRuleReply[]> {
    const name = actor.locale === 'en' ? 'name_en' : 'name_uk';
    const named = await sql.rows<EntitlementRef>(
      `select e.id, e.${name} as name, r.id as "resourceId", r.${name} as "resourceName" from entitlement e join access_resource r on r.id = e.resource_id where e.id = any($1)`,
      [rules.flatMap(({ firstId, secondId }) => [firstId, secondId])],
    );
    const held = await sql.rows<{ id: string; n: number }>(
      `select s.id, count(*) as n from sod_rule s join access_grant a on a.entitlement_id = s.first_id and a.state in ('active', 'suspended')
         join access_grant b on b.entitlement_id = s.second_id and b.person_id = a.person_id and b.state in ('active', 'suspended') where s.id = any($1) group by s.id`,
      [rules.map(({ id }) => id)],
    );
    const ref = (id: string): EntitlementRef => named.find((one) => one.id === id) as EntitlementRef;
    return rules.map((rule) => ({
      id: rule.id, number: rule.number, name: nameIn(actor.locale, rule), nameUk: rule.nameUk, nameEn: rule.nameEn, first: ref(rule.firstId), second: ref(rule.secondId), mode: rule.mode, maxDays: rule.maxDays, active: rule.active,
      held: held.find(({ id }) => id === rule.id)?.n ?? 0, version: rule.version,
    }));
  }
}
