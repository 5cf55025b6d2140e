import { Injectable } from '@nestjs/common';
import { Clock, Config, Database, Ids, type OutboxEvent, type Tx, emit, once } from '@opora/platform';
import { MailRegister } from './mail/register';
import type { NotificationKind, Recipient } from './kinds/kind';
import { NotificationKinds } from './kinds/registry';

/** Nobody wants to hear today of what happened before yesterday: a history that is loaded, a queue that stood. */
const FRESH_MS = 24 * 3_600_000;

interface Wish {
  personId: string;
  locale: 'uk' | 'en';
  email: string;
  web: boolean | null;
  mail: boolean | null;
}

/** Turns events into lines of the notification centre and letters: once per event, person and kind, never about one's own act. */
@Injectable()
export class Notifier {
  constructor(
    private readonly database: Database,
    private readonly kinds: NotificationKinds,
    private readonly register: MailRegister,
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly config: Config,
  ) {}

  async handle(events: readonly OutboxEvent[]): Promise<void> {
    const oldest = new Date(this.clock.now().getTime() - FRESH_MS);
    for (const event of events) {
      if (event.at < oldest) continue;
      const kinds = this.kinds.of(event.topic);
      const wanted: { kind: NotificationKind; recipients: readonly Recipient[] }[] = [];
      for (const kind of kinds) wanted.push({ kind, recipients: await kind.recipients(this.database.sql, event) });
      if (wanted.every(({ recipients }) => recipients.length === 0)) continue;
      const queued = await this.database.tx(async (tx) => {
        if (!(await once(tx, 'notification', event.id))) return 0;
        let letters = 0;
        for (const { kind, recipients } of wanted) letters += await this.tell(tx, event, kind, recipients);
        return letters;
      });
      if (queued > 0) this.register.wake();
    }
  }

  private async tell(tx: Tx, event: OutboxEvent, kind: NotificationKind, recipients: readonly Recipient[]): Promise<number> {
    const others = recipients.filter(({ personId }) => kind.always === true || kind.receipt === true || personId !== event.payload['by']);
    const wishes = await tx.rows<Wish>(
      `select p.id as "personId", p.locale, p.email, w.web, w.mail from person p left join notification_preference w on w.person_id = p.id and w.kind = $2 where p.id = any($1) and p.active`,
      [others.map(({ personId }) => personId), kind.kind],
    );
    let letters = 0;
    for (const recipient of others) {
      const wish = wishes.find(({ personId }) => personId === recipient.personId);
      if (!wish) continue;
      if (kind.always !== true && (wish.web ?? kind.web)) await this.line(tx, event, kind, recipient);
      if (kind.always === true || (wish.mail ?? kind.mail)) letters += await this.letter(tx, event, kind, recipient, wish);
    }
    return letters;
  }

  private async line(tx: Tx, event: OutboxEvent, kind: NotificationKind, { personId, reason, params }: Recipient): Promise<void> {
    await tx.run('insert into notification (id, person_id, kind, reason, ticket_id, params, event_id, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing', [
      this.ids.next(), personId, kind.kind, reason, kind.aboutTicket ? event.key : null, JSON.stringify(params ?? {}), event.id, tx.now,
    ]);
    await emit(tx, { topic: 'notification.made', key: personId, payload: { kind: kind.kind } });
  }

  private async letter(tx: Tx, event: OutboxEvent, kind: NotificationKind, { personId, params }: Recipient, { email }: Wish): Promise<number> {
    const sends = this.config.smtpUrl !== null;
    return this.register.add(tx, { kind: kind.kind, personId, address: email, ticketId: kind.aboutTicket ? event.key : null, event, params: params ?? {}, sends });
  }
}
