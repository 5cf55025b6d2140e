import { Injectable } from '@nestjs/common';
import { invalid, notFound, unknownReference } from '@opora/kit';
import { type Actor, Database } from '@opora/platform';
import { Catalogue } from './catalogue';
import type { ImpactReply, RelationReply } from './catalogue.dto';
import type { RelationType } from './entities';

/** Relations over which a failure spreads to the one that names the other; they make no loop. */
const DIRECTED: readonly RelationType[] = ['runs_on', 'depends_on', 'part_of'];
/** Steps that are followed: deeper than any installation is built, and an end for what somebody built wrong. */
const MAX_DEPTH = 32;

/** How configuration items hang together, and what falls with one of them (`domain.md` §2). */
@Injectable()
export class Relations {
  constructor(
    private readonly database: Database,
    private readonly catalogue: Catalogue,
  ) {}

  async of(id: string): Promise<RelationReply[]> {
    await this.catalogue.items.read(id);
    return this.database.sql.rows<RelationReply>(
      `select r.type, case when r.from_id = $1 then 'out' else 'in' end as direction, i.id, i.name, i.class from ci_relation r
       join configuration_item i on i.id = case when r.from_id = $1 then r.to_id else r.from_id end where $1 in (r.from_id, r.to_id) order by r.type, i.name, i.id`,
      [id],
    );
  }

  /** @throws Refusal 404, 422 `unknown_reference`, `loop` */
  async add(actor: Actor, id: string, type: RelationType, toId: string): Promise<RelationReply[]> {
    await this.database.tx(async (tx) => {
      await this.catalogue.items.claim(tx, id, '*');
      if (!(await tx.one('select 1 from configuration_item where id = $1', [toId]))) throw unknownReference('/toId');
      if (DIRECTED.includes(type)) {
        await tx.run(`select pg_advisory_xact_lock(hashtextextended('ci_relation', 0))`);
        const back = await tx.one(
          `with recursive down as (select $2::uuid as id union select r.to_id from ci_relation r join down on r.from_id = down.id where r.type = any($3)) select 1 from down where id = $1`,
          [id, toId, DIRECTED],
        );
        if (back) throw invalid('/toId', 'loop');
      }
      const added = await tx.run('insert into ci_relation (from_id, to_id, type) values ($1, $2, $3) on conflict do nothing', [id, toId, type]);
      if (added > 0) await this.catalogue.items.note(tx, actor, id, 'relation_added', [{ field: `relations/${type}`, from: null, to: toId }]);
    });
    return this.of(id);
  }

  async remove(actor: Actor, id: string, type: string, toId: string): Promise<void> {
    await this.database.tx(async (tx) => {
      await this.catalogue.items.claim(tx, id, '*');
      if ((await tx.run('delete from ci_relation where from_id = $1 and to_id = $2 and type = $3', [id, toId, type])) === 0) throw notFound();
      await this.catalogue.items.note(tx, actor, id, 'relation_removed', [{ field: `relations/${type}`, from: toId, to: null }]);
    });
  }

  /** All that is reachable over inverse dependencies: it fails when this one does. */
  async impact(id: string, english: boolean): Promise<ImpactReply> {
    await this.catalogue.items.read(id);
    const items = await this.database.sql.rows<ImpactReply['items'][number]>(
      `with recursive hit as (
         select $1::uuid as id, 0 as depth
         union select r.from_id, hit.depth + 1 from ci_relation r join hit on r.to_id = hit.id where r.type = any($2) and hit.depth < ${MAX_DEPTH}
       ) select i.id, i.name, i.class, min(hit.depth) as depth from hit join configuration_item i on i.id = hit.id where i.id <> $1 group by i.id, i.name, i.class order by 4, 2, 1`,
      [id, DIRECTED],
    );
    const services = await this.database.sql.rows<ImpactReply['services'][number]>(
      `select distinct s.id, case when $2 then s.name_en else s.name_uk end as name, s.criticality from ci_service cs join service s on s.id = cs.service_id where cs.ci_id = any($1) order by 2`,
      [[id, ...items.map((item) => item.id)], english],
    );
    return { items, services };
  }
}
