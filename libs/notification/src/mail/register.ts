import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock, Config, Ids, type OutboxEvent, type Sql, type Tx } from '@opora/platform';

export type MailState = 'queued' | 'sent' | 'unsent' | 'failed' | 'skipped';

export interface MailRow {
  id: string;
  kind: string;
  personId: string;
  address: string;
  ticketId: string | null;
  eventId: string;
  topic: string;
  payload: Record<string, unknown>;
  params: Record<string, string | number | null>;
  messageId: string;
  attempts: number;
}

const COLUMNS = `m.id, m.kind, m.person_id as "personId", m.address, m.ticket_id as "ticketId", m.event_id as "eventId", m.topic, m.payload, m.params, m.message_id as "messageId", m.attempts`;

/** Seconds until the next try: 10 s doubled each time up to an hour, for three days. */
const FIRST_SECONDS = 10;
const MAX_SECONDS = 3_600;
const MAX_ATTEMPTS = 80;

export const backoffSeconds = (attempts: number): number => Math.min(MAX_SECONDS, FIRST_SECONDS * 2 ** Math.min(attempts, 20));

/** Every letter out, with what became of it. Its words are made at sending and not kept: a link in them opens what only its reader may open. */
@Injectable()
export class MailRegister {
  private listener: (() => void) | null = null;

  constructor(
    private readonly ids: Ids,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /** Called when something was queued by this process. */
  onQueued(listener: () => void): void {
    this.listener = listener;
  }

  wake(): void {
    this.listener?.();
  }

  /** @returns letters added: none where the event made this one before */
  async add(tx: Tx, letter: { kind: string; personId: string; address: string; ticketId: string | null; event: OutboxEvent; params: object; sends: boolean }): Promise<number> {
    const id = this.ids.next();
    return tx.run(
      `insert into mail_message (id, kind, person_id, address, ticket_id, event_id, topic, payload, params, message_id, state, next_attempt_at, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) on conflict do nothing`,
      [id, letter.kind, letter.personId, letter.address, letter.ticketId, letter.event.id, letter.event.topic, JSON.stringify(letter.event.payload), JSON.stringify(letter.params), this.messageId(id), letter.sends ? 'queued' : 'unsent', letter.sends ? tx.now : null, tx.now],
    );
  }

  /** Takes letters whose time has come. The next try is set before this one begins, so a crash in between loses nothing; a restored copy sends nothing (`security.md` F.9). */
  async claim(tx: Tx, limit: number): Promise<MailRow[]> {
    return tx.rows<MailRow>(
      `update mail_message m set attempts = m.attempts + 1, next_attempt_at = $1::timestamptz + make_interval(secs => least(${MAX_SECONDS}, ${FIRST_SECONDS} * power(2, least(m.attempts, 20))))
       from (select id from mail_message where state = 'queued' and next_attempt_at <= $1 and not exists (select 1 from quarantine) order by next_attempt_at limit $2 for update skip locked) due
       where m.id = due.id returning ${COLUMNS}`,
      [tx.now, limit],
    );
  }

  async sent(sql: Sql, id: string, subject: string): Promise<void> {
    await sql.run(`update mail_message set state = 'sent', sent_at = $3, next_attempt_at = null, subject = $2, last_error = null where id = $1 and state = 'queued'`, [id, subject, this.clock.now()]);
  }

  /** Tried again later, or given up: what the server refuses for good, and what could not be delivered for days. */
  async failed(sql: Sql, { id, attempts }: MailRow, error: string, forGood: boolean): Promise<void> {
    const over = forGood || attempts >= MAX_ATTEMPTS;
    await sql.run(`update mail_message set last_error = $2, state = case when $3 then 'failed' else state end, next_attempt_at = case when $3 then null else next_attempt_at end where id = $1 and state = 'queued'`, [id, error.slice(0, 500), over]);
  }

  async skip(sql: Sql, id: string, reason: string): Promise<void> {
    await sql.run(`update mail_message set state = 'skipped', next_attempt_at = null, last_error = $2 where id = $1 and state = 'queued'`, [id, reason]);
  }

  /** Ours, and recognisable as ours (`security.md` I41). The same for every try of a letter. */
  private messageId(id: string): string {
    const host = new URL(this.config.publicUrl).hostname;
    return `<n.${id}.${createHmac('sha256', `message id\n${this.config.secretKey}`).update(id).digest('base64url').slice(0, 16)}@${host}>`;
  }
}
