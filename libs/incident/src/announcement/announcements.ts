import { Injectable } from '@nestjs/common';
import { Refusal, notFound } from '@opora/kit';
import { type Actor, Database, Ids, type Sql, type Tx, emit } from '@opora/platform';
import { TicketKernel, visibleTo } from '@opora/ticket';
import { INCIDENT } from '../domain';
import { MajorCadence } from '../incident.cadence';
import type { AnnouncementList, AnnouncementReply } from './announcement.dto';

interface Row {
  id: string;
  incident_id: string;
  reference: string;
  readable: boolean;
  text_uk: string;
  text_en: string;
  services: { id: string; nameUk: string; nameEn: string }[];
  since: Date;
  next_update_at: Date | null;
  updated_at: Date;
  version: number;
}

/** Banners of major incidents: for all employees who may use one of the affected services (`domain.md` §4, AP-13). */
@Injectable()
export class Announcements {
  constructor(
    private readonly database: Database,
    private readonly ids: Ids,
    private readonly kernel: TicketKernel,
    private readonly cadence: MajorCadence,
  ) {}

  async list(actor: Actor): Promise<AnnouncementList> {
    return { items: (await this.rows(this.database.sql, actor, null)).map((row) => replyOf(row, actor)), nextCursor: null };
  }

  /** Tells employees what is new; the next update is promised anew from now. */
  async update(actor: Actor, id: string, ifMatch: number | '*', text: { uk?: string | undefined; en?: string | undefined }): Promise<AnnouncementReply> {
    return this.database.tx(async (tx) => {
      const live = await tx.one<{ incident_id: string; version: number }>('select incident_id, version from announcement where id = $1 and ended_at is null for update', [id]);
      if (!live) throw notFound();
      const ticket = await this.kernel.claim(tx, actor, live.incident_id, { kind: INCIDENT, permission: 'incident.major', ifMatch: '*' });
      if (ifMatch !== '*' && ifMatch !== live.version) throw new Refusal('stale', { status: 412, extra: { changedFields: ['text'] } });
      await tx.run('update announcement set text_uk = coalesce($2, text_uk), text_en = coalesce($3, text_en), updated_at = $4, version = version + 1 where id = $1', [id, text.uk ?? null, text.en ?? null, tx.now]);
      await this.kernel.apply(tx, actor, ticket, { set: {}, entry: { kind: 'incident.announced', data: { uk: text.uk, en: text.en } }, visibility: 'staff' });
      await this.cadence.updated(tx, ticket.id);
      await this.tell(tx, id);
      const [row] = await this.rows(tx, actor, id);
      if (!row) throw notFound();
      return replyOf(row, actor);
    });
  }

  /** Puts the banner up, for the incident's service and the services of its configuration items; without any, for everybody. */
  async raise(tx: Tx, incidentId: string): Promise<void> {
    const id = this.ids.next();
    const put = await tx.run(
      `with affected as (
         select service_id as id from ticket where id = $2 and service_id is not null
         union select cs.service_id from ticket_ci tc join ci_service cs on cs.ci_id = tc.ci_id where tc.ticket_id = $2
       ), named as (select coalesce(array_agg(s.id), '{}') as ids, string_agg(s.name_uk, ', ' order by s.name_uk) as uk, string_agg(s.name_en, ', ' order by s.name_en) as en from affected a join service s on s.id = a.id)
       insert into announcement (id, incident_id, text_uk, text_en, service_ids, since, updated_at)
       select $1, $2, case when uk is null then 'Масштабний збій. Ми вже відновлюємо роботу.' else 'Не працює: ' || uk || '. Ми вже відновлюємо роботу.' end,
         case when en is null then 'A major outage. We are restoring the service.' else 'Out of order: ' || en || '. We are restoring it.' end, ids, $3, $3
       from named
       on conflict (incident_id) where ended_at is null do nothing`,
      [id, incidentId, tx.now],
    );
    if (put === 1) await this.tell(tx, id);
  }

  async lower(tx: Tx, incidentId: string): Promise<void> {
    const ended = await tx.one<{ id: string }>('update announcement set ended_at = $2, updated_at = $2, version = version + 1 where incident_id = $1 and ended_at is null returning id', [incidentId, tx.now]);
    if (ended) await this.tell(tx, ended.id);
  }

  private async tell(tx: Tx, id: string): Promise<void> {
    await emit(tx, { topic: 'announcement.changed', key: id, payload: { id } });
  }

  private async rows(sql: Sql, actor: Actor, id: string | null): Promise<Row[]> {
    if (actor.face === 'supplier') return [];
    const params: unknown[] = [id, actor.face !== 'requester'];
    const readable = visibleTo(actor, 't', params);
    return sql.rows<Row>(
      `select a.id, a.incident_id, t.reference, ${readable} as readable, a.text_uk, a.text_en, a.since, i.major_next_update_at as next_update_at, a.updated_at, a.version,
         coalesce((select jsonb_agg(jsonb_build_object('id', s.id, 'nameUk', s.name_uk, 'nameEn', s.name_en) order by s.name_uk) from service s where s.id = any(a.service_ids) and (not s.restricted or $2)), '[]') as services
       from announcement a join incident i on i.ticket_id = a.incident_id join ticket t on t.id = a.incident_id
       where a.ended_at is null and ($1::uuid is null or a.id = $1) and not t.restricted
         and (cardinality(a.service_ids) = 0 or exists (select 1 from service s where s.id = any(a.service_ids) and (not s.restricted or $2)))
       order by a.since, a.id`,
      params,
      { prepare: false },
    );
  }
}

function replyOf(row: Row, actor: Actor): AnnouncementReply {
  return {
    id: row.id,
    kind: 'major_incident',
    text: { uk: row.text_uk, en: row.text_en },
    services: row.services.map((service) => ({ id: service.id, name: actor.locale === 'en' ? service.nameEn : service.nameUk })),
    incident: row.readable ? { id: row.incident_id, reference: row.reference } : null,
    since: row.since.toISOString(),
    nextUpdateAt: row.next_update_at?.toISOString() ?? null,
    updatedAt: row.updated_at.toISOString(),
    version: row.version,
  };
}
