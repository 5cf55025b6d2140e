import { Injectable } from '@nestjs/common';
import { Identity } from '@opora/identity';
import { type Actor, Config, Database, Log } from '@opora/platform';
import { TicketKernel } from '@opora/ticket';
import { type Transporter, createTransport } from 'nodemailer';
import type SMTPTransport from 'nodemailer/lib/smtp-transport';
import { type Letter, letterOf, oneLine } from '../letter';
import { NotificationKinds } from '../kinds/registry';
import { type MailRow, MailRegister } from './register';

const TIMEOUT_MS = 60_000;

/** Renders each letter with the rights that its recipient has now, and gives it to the mail server. */
@Injectable()
export class MailSender {
  private transport: Transporter<SMTPTransport.SentMessageInfo> | null = null;

  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly identity: Identity,
    private readonly kernel: TicketKernel,
    private readonly kinds: NotificationKinds,
    private readonly register: MailRegister,
  ) {}

  async send(row: MailRow, log: Log): Promise<void> {
    const { sql } = this.database;
    try {
      const letter = await this.render(row);
      if (typeof letter === 'string') return await this.register.skip(sql, row.id, letter);
      await this.hand(row, letter);
      await this.register.sent(sql, row.id, letter.subject);
    } catch (error) {
      const { responseCode, message } = error as { responseCode?: number; message?: string };
      log.failure('a letter could not be sent', error, { mailId: row.id, attempts: row.attempts });
      await this.register.failed(sql, row, oneLine(message ?? 'unknown', 500), (responseCode ?? 0) >= 500);
    }
  }

  close(): void {
    this.transport?.close();
  }

  /** @returns the letter, or why it is not to be sent any more */
  private async render(row: MailRow): Promise<Letter | string> {
    const kind = this.kinds.get(row.kind);
    const actor = await this.identity.actorFor(row.personId, row.id);
    if (!kind) return 'unknown kind';
    if (!actor) return 'the recipient has left';
    const { sql } = this.database;
    const ticket = row.ticketId === null ? null : await this.kernel.read(sql, actor, row.ticketId);
    if (row.ticketId !== null && !ticket) return 'the recipient may not see the ticket any more';
    const address = (path: string): string => `${this.config.publicUrl}${path}`;
    const event = { topic: row.topic, key: row.ticketId ?? row.personId, payload: row.payload };
    const details = kind.details ? await kind.details({ sql, event, actor, ticket, address }) : {};
    if (details === null) return 'there is nothing to tell any more';
    const values = { reference: ticket?.reference, title: ticket?.title, ...row.params };
    return letterOf(kind.letter, actor.locale, values, { ...details, url: details.url ?? address(ticket ? pageOf(actor, ticket.reference, ticket.requesterId) : '/') });
  }

  private async hand(row: MailRow, { subject, text, html }: Letter): Promise<void> {
    const thread = row.ticketId === null ? null : `<t.${row.ticketId}@${new URL(this.config.publicUrl).hostname}>`;
    this.transport ??= createTransport({ url: this.config.smtpUrl ?? '', pool: true, maxConnections: 3, connectionTimeout: TIMEOUT_MS / 4, greetingTimeout: TIMEOUT_MS / 4, socketTimeout: TIMEOUT_MS, disableFileAccess: true, disableUrlAccess: true } as SMTPTransport.Options);
    await this.transport.sendMail({
      from: this.config.mailFrom, to: row.address, subject, text, html, messageId: row.messageId,
      ...(thread ? { inReplyTo: thread, references: thread } : {}),
      headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    });
  }
}

/** The portal for one's own ticket, the desk for staff. */
function pageOf(actor: Actor, reference: string, requesterId: string): string {
  return actor.face !== 'requester' && actor.personId !== requesterId ? `/desk/t/${reference}` : `/portal/tickets/${reference}`;
}
