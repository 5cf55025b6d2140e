import { Injectable } from '@nestjs/common';
import { Journal } from '@opora/journal';
import { Refusal, invalid } from '@opora/kit';
import { Directory } from '@opora/organisation';
import { type Actor, Cursors, Database, Ids, type Sql } from '@opora/platform';
import { GATHER_BY } from '../domain';
import { EventRuleRow } from '../entities';
import type { CreateEventRule, EventRuleBody, EventRuleReply, UpdateEventRule } from './rules.dto';

const STEP = 10;

/** The ordered rules of correlation and action; the first that fits an alert decides. */
@Injectable()
export class EventRules {
  private readonly directory: Directory<EventRuleRow>;

  constructor(
    private readonly database: Database,
    journal: Journal,
    private readonly ids: Ids,
    cursors: Cursors,
  ) {
    this.directory = new Directory<EventRuleRow>({ entity: EventRuleRow, kind: 'event_rule', order: 'position', search: ['name'] }, database, journal, ids, cursors);
  }

  async list(): Promise<EventRuleReply[]> {
    const rows = await this.database.dataSource.manager.find(EventRuleRow, { order: { builtIn: 'ASC', position: 'ASC', id: 'ASC' }, take: 500 });
    return rows.map(replyOf);
  }

  async read(id: string): Promise<EventRuleReply> {
    return replyOf(await this.directory.read(id));
  }

  create(actor: Actor, body: CreateEventRule, id: string = this.ids.next()): Promise<EventRuleReply> {
    return this.database.tx(
      async (tx) => {
        await checkReferences(tx, body);
        const position = body.position ?? ((await tx.one<{ last: number }>('select coalesce(max(position), 0) as last from event_rule where not built_in'))?.last ?? 0) + STEP;
        return replyOf(await this.directory.create(tx, actor, { ...body, position, active: body.active ?? true, builtIn: false }, id));
      },
      { operation: actor.operation },
    );
  }

  update(actor: Actor, id: string, ifMatch: number | '*', body: UpdateEventRule): Promise<EventRuleReply> {
    return this.database.tx(async (tx) => {
      const before = await this.directory.claim(tx, id, ifMatch);
      if (before.builtIn && (body.active === false || body.position !== undefined || (body.conditions !== undefined && narrows(body.conditions)))) throw invalid('', 'event.rule.built_in');
      await checkReferences(tx, body);
      return replyOf(await this.directory.update(tx, actor, id, ifMatch, { ...body }));
    });
  }

  /** @throws Refusal 404, 409 for the last rule */
  async remove(actor: Actor, id: string): Promise<void> {
    await this.database.tx(async (tx) => {
      const before = await this.directory.claim(tx, id, '*');
      if (before.builtIn) throw new Refusal('event.rule.built_in', { status: 409 });
      await this.directory.note(tx, actor, id, 'removed', [{ field: 'name', from: before.name, to: null }]);
      await tx.manager.delete(EventRuleRow, { id });
    });
  }
}

const narrows = ({ sourceIds, serviceIds, itemIds, matchers }: EventRuleBody['conditions']): boolean => [sourceIds, serviceIds, itemIds, matchers].some((list) => list.length > 0);

/** @throws Refusal 422 for what the rule names and there is not */
export async function checkReferences(sql: Sql, { conditions, action, gatherBy }: Partial<EventRuleBody>, at = ''): Promise<void> {
  gatherBy?.forEach((by, index) => {
    if (!(GATHER_BY as readonly string[]).includes(by) && !/^label:\S/.test(by)) throw invalid(`${at}/gatherBy/${index}`, 'event.rule.unknown_gathering');
  });
  conditions?.matchers.forEach((matcher, index) => {
    if (matcher.field === 'label' && !matcher.label) throw invalid(`${at}/conditions/matchers/${index}/label`, 'required');
  });
  if (action && (action.kind === 'webhook') !== Boolean(action.webhookId)) throw invalid(`${at}/action/webhookId`, action.kind === 'webhook' ? 'required' : 'event.rule.webhook_alone');
  const named: readonly (readonly [string, string, readonly string[]])[] = [
    ['conditions/sourceIds', 'event_source', conditions?.sourceIds ?? []], ['conditions/serviceIds', 'service', conditions?.serviceIds ?? []], ['conditions/itemIds', 'configuration_item', conditions?.itemIds ?? []],
    ['action/serviceId', 'service', action?.serviceId ? [action.serviceId] : []], ['action/groupId', 'support_group', action?.groupId ? [action.groupId] : []],
    ['action/webhookId', 'webhook', action?.webhookId ? [action.webhookId] : []],
  ];
  for (const [field, table, ids] of named) {
    if (ids.length === 0) continue;
    const known = await sql.rows<{ id: string }>(`select id from ${table} where id = any($1::uuid[])`, [ids]);
    const missing = ids.findIndex((id) => !known.some((row) => row.id === id.toLowerCase()));
    if (missing >= 0) throw invalid(`${at}/${field}${field.endsWith('s') ? `/${missing}` : ''}`, 'unknown_reference');
  }
}

const replyOf = ({ id, position, name, conditions, gatherBy, windowSeconds, action, active, builtIn, version }: EventRuleRow): EventRuleReply => ({
  id, position, name, conditions: conditions as EventRuleReply['conditions'], gatherBy, windowSeconds, action, active, builtIn, version,
});
