import { Injectable } from '@nestjs/common';
import { invalid } from '@opora/kit';
import type { Actor, Tx } from '@opora/platform';

/** Hours for which an upload waits to be bound (`api.md`, attachments). */
export const UPLOAD_WAITS_HOURS = 24;

/** Binds the uploader's own waiting files to a ticket or one of its messages. */
@Injectable()
export class AttachmentBinder {
  /** @throws Refusal 422 where one is unknown, of another person, bound already or too old (`security.md` MA-07) */
  async bind(tx: Tx, actor: Actor, ids: readonly string[], ticketId: string, messageId: string | null): Promise<void> {
    const wanted = [...new Set(ids)];
    const bound = await tx.run(
      `update attachment set ticket_id = $2, message_id = $3, bound_at = $4 where id = any($1::uuid[]) and uploaded_by = $5 and ticket_id is null and removed_at is null and created_at > $4::timestamptz - interval '${UPLOAD_WAITS_HOURS} hours'`,
      [wanted, ticketId, messageId, tx.now, actor.personId],
    );
    if (bound !== wanted.length) throw invalid('/attachmentIds', 'unknown_reference');
  }
}
