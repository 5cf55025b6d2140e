import type { Actor, OutboxEvent, Sql } from '@opora/platform';
import type { Ticket } from '@opora/ticket';

export interface InBoth {
  uk: string;
  en: string;
}

/** Why just this person is told; the words stand in `reasons.ts`. */
export type Reason = 'requester' | 'assignee' | 'group' | 'group_lead' | 'manager' | 'major_manager' | 'watcher' | 'approver' | 'task' | 'spender' | 'administrator' | 'self';

export interface Recipient {
  personId: string;
  reason: Reason;
  /** Small facts for the words: `{level}`, `{metric}`. */
  params?: Record<string, string | number | null>;
}

/** What a letter holds beside its fixed words; made at sending, with the rights that the recipient has then (`security.md` I21, I22). */
export interface LetterDetails {
  values?: Record<string, string>;
  /** Words of a person, shown apart from ours. */
  quote?: string;
  /** Where the button leads; the ticket where left out. */
  url?: string;
}

export interface LetterContext {
  sql: Sql;
  event: Pick<OutboxEvent, 'topic' | 'key' | 'payload'>;
  /** The recipient. */
  actor: Actor;
  /** As the recipient may see it; null where it is about none. */
  ticket: Ticket | null;
  /** The address of a page, from its path. */
  address(path: string): string;
}

export interface LetterWords {
  subject: InBoth;
  /** Paragraphs, apart by an empty line. Placeholders: those of the web's line. */
  body: InBoth;
  button: InBoth;
}

export interface NotificationKind {
  kind: string;
  topics: readonly string[];
  /** What the setting is called. */
  name: InBoth;
  /** One line in the notification centre; `{reference}`, `{title}` and the recipient's params. */
  line: InBoth;
  /** Where nothing else was chosen. */
  web: boolean;
  mail: boolean;
  /** Sent whatever was chosen, and no line in the web: what a person needs to get in. */
  always?: boolean;
  /** Told to who did it as well: a receipt. Otherwise nobody is told of their own act. */
  receipt?: boolean;
  /** About a ticket, whose id is the event's key: told only to whom may see it. */
  aboutTicket: boolean;
  letter: LetterWords;
  recipients(sql: Sql, event: OutboxEvent): Promise<readonly Recipient[]>;
  /** @returns null where there is nothing to be told any more */
  details?(context: LetterContext): Promise<LetterDetails | null>;
}
