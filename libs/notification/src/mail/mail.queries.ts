import { Injectable } from '@nestjs/common';
import { conflict, invalid, notFound } from '@opora/kit';
import { type Actor, Clock, Config, Cursors, Database, queryKey } from '@opora/platform';
import { NotificationKinds } from '../kinds/registry';
import type { MailPage, MailQuery, MailReply } from '../notification.dto';
import type { MailState } from './register';

interface Row {
  id: string;
  number: number;
  kind: string;
  address: string;
  reference: string | null;
  state: MailState;
  attempts: number;
  lastError: string | null;
  createdAt: Date;
  sentAt: Date | null;
  nextAttemptAt: Date | null;
}

const SELECT = `select m.id, m.number, m.kind, m.address, t.reference, m.state, m.attempts, m.last_error as "lastError", m.created_at as "createdAt", m.sent_at as "sentAt", m.next_attempt_at as "nextAttemptAt"
  from mail_message m left join ticket t on t.id = m.ticket_id`;

/** The register for those who look after the mail: who was written to, when, and what became of it. */
@Injectable()
export class MailQueries {
  constructor(
    private readonly database: Database,
    private readonly config: Config,
    private readonly kinds: NotificationKinds,
    private readonly cursors: Cursors,
    private readonly clock: Clock,
  ) {}

  /** The latest first; `q` is a part of the address or a reference. */
  async list(actor: Actor, query: MailQuery): Promise<MailPage> {
    if (query.sort !== undefined) throw invalid('/sort', 'unknown_sort');
    const params: unknown[] = [query.state ?? null];
    const where = ['($1::text[] is null or m.state = any($1))'];
    if (query.q !== undefined) where.push(`(position(lower($${params.push(query.q)}) in lower(m.address)) > 0 or t.reference = upper($${params.length}))`);
    const key = `mail${queryKey(query)}`;
    if (query.cursor !== undefined) {
      const [at, id] = this.cursors.decode(actor, key, query.cursor);
      where.push(`(m.created_at, m.id) < ($${params.push(at)}, $${params.push(id)})`);
    }
    const rows = await this.database.sql.rows<Row>(`${SELECT} where ${where.join(' and ')} order by m.created_at desc, m.id desc limit $${params.push(query.limit + 1)}`, params);
    const items = rows.slice(0, query.limit);
    const last = rows.length > query.limit ? items.at(-1) : undefined;
    const counts = await this.database.sql.rows<{ state: string; n: number }>('select state, count(*) as n from mail_message group by state');
    return {
      items: items.map((row) => this.reply(actor, row)), nextCursor: last ? this.cursors.encode(actor, key, [last.createdAt.toISOString(), last.id]) : null, sends: this.config.smtpUrl !== null,
      counts: Object.fromEntries(counts.map(({ state, n }) => [state, n])),
    };
  }

  /** Queues a letter again that did not go. @throws Refusal 404, 409 where it went, or where no mail server is set */
  async again(actor: Actor, id: string): Promise<MailReply> {
    if (this.config.smtpUrl === null) throw conflict('mail.no_server');
    const queued = await this.database.sql.run(`update mail_message set state = 'queued', attempts = 0, next_attempt_at = $2, last_error = null where id = $1 and state in ('unsent', 'failed', 'skipped')`, [id, this.clock.now()]);
    const row = await this.database.sql.one<Row>(`${SELECT} where m.id = $1`, [id]);
    if (!row) throw notFound();
    if (queued === 0) throw conflict('mail.not_waiting', { state: row.state });
    return this.reply(actor, row);
  }

  private reply(actor: Actor, { createdAt, sentAt, nextAttemptAt, ...row }: Row): MailReply {
    return { ...row, name: this.kinds.get(row.kind)?.name[actor.locale] ?? row.kind, createdAt: createdAt.toISOString(), sentAt: sentAt?.toISOString() ?? null, nextAttemptAt: nextAttemptAt?.toISOString() ?? null };
  }
}
