import { Injectable } from '@nestjs/common';
import { tidy, validateAnswers } from '@opora/form';
import { Refusal, conflict, notFound, unknownReference } from '@opora/kit';
import { type Actor, Database, type Sql } from '@opora/platform';
import { type OfferingDefinition, type OfferingKind, entitled } from '../domain/offering';
import type { OrderBody } from '../dto/orders.dto';
import type { PromiseReply } from '../dto/offering-replies.dto';
import { belongingOf } from './belonging';
import { answeredRecords } from './records';
import { type Order, OrderTakers, type OrderTaker, type PlacedOrder } from './takers';

interface Published {
  id: string;
  kind: OfferingKind;
  serviceId: string | null;
  categoryId: string | null;
  versionId: string;
  number: number;
  definition: OfferingDefinition;
}

const PUBLISHED = `select o.id, o.kind, o.service_id as "serviceId", o.category_id as "categoryId", v.id as "versionId", v.number, v.definition from offering o join offering_version v on v.id = o.published_id
  join service s on s.id = o.service_id and s.status = 'live' where o.id = $1 and o.status = 'published'`;

/** Placing an order: who may, whether the answers are what the form asks for; then the process of the offering's kind has it (`domain.md` §6). */
@Injectable()
export class Ordering {
  constructor(
    private readonly database: Database,
    private readonly takers: OrderTakers,
  ) {}

  /** @throws Refusal 403 not entitled, 404, 409 the form has changed, 422 naming each field by its pointer */
  place(actor: Actor, offeringId: string, body: OrderBody, channel?: string): Promise<PlacedOrder> {
    return this.database.tx(
      async (tx) => {
        const { taker, offering, requesterId } = await this.find(tx, actor, offeringId, body.requesterId);
        if (body.number !== undefined && body.number !== offering.number) throw conflict('offering.changed', { number: offering.number });
        const answers = tidy(body.answers);
        const errors = validateAnswers(offering.definition.form, answers, await this.dayOf(tx, requesterId, tx.now)).map((error) => ({ ...error, pointer: `/answers${error.pointer}` }));
        if (errors.length > 0) throw new Refusal('invalid', { errors });
        const records = await answeredRecords(tx, actor, requesterId, offering.definition.form, answers);
        if (records.errors.length > 0) throw new Refusal('invalid', { errors: records.errors });
        const order: Order = { offering, requesterId, answers, attachmentIds: records.fileIds, channel };
        const placed = await taker.place(tx, actor, order);
        await tx.run('insert into offering_order (ticket_id, offering_id, version_id, requester_id, placed_at) values ($1, $2, $3, $4, $5)', [placed.id, offering.id, offering.versionId, requesterId, tx.now]);
        return placed;
      },
      { operation: actor.operation },
    );
  }

  /** What an order with these answers would bring; answers may be missing, the form is still being filled in. Stores nothing. */
  async promise(actor: Actor, offeringId: string, body: Partial<OrderBody>): Promise<PromiseReply> {
    const { sql } = this.database;
    const { taker, offering, requesterId } = await this.find(sql, actor, offeringId, body.requesterId);
    return taker.promise(sql, actor, { offering, requesterId, answers: tidy(body.answers ?? {}) });
  }

  /** Names of records in stored answers, as the reader's language has them. */
  async namesIn(sql: Sql, actor: Actor, requesterId: string, definition: OfferingDefinition, answers: Record<string, unknown>): Promise<Map<string, string>> {
    return (await answeredRecords(sql, actor, requesterId, definition.form, answers)).names;
  }

  private async find(sql: Sql, actor: Actor, offeringId: string, wished: string | undefined): Promise<{ taker: OrderTaker; offering: Published; requesterId: string }> {
    const requesterId = wished ?? actor.personId;
    if (requesterId !== actor.personId && !actor.has('ticket.registerFor')) throw new Refusal('invalid', { errors: [{ pointer: '/requesterId', code: 'read_only' }] });
    const offering = await sql.one<Published>(PUBLISHED, [offeringId]);
    if (!offering) throw notFound();
    if (requesterId !== actor.personId && !(await sql.one('select 1 from person where id = $1 and active', [requesterId]))) throw unknownReference('/requesterId');
    if (!entitled(offering.definition.entitlement, await belongingOf(sql, requesterId))) throw new Refusal('offering.not_entitled', { status: 403 });
    const taker = this.takers.find(offering.kind);
    if (!taker) throw conflict('offering.not_taken', { state: offering.kind });
    return { taker, offering, requesterId };
  }

  /** The requester's day, `YYYY-MM-DD`. */
  private async dayOf(sql: Sql, personId: string, now: Date): Promise<string> {
    const zone = (await sql.one<{ zone: string }>('select time_zone as zone from person where id = $1', [personId]))?.zone ?? 'Europe/Kyiv';
    return new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(now);
  }
}
