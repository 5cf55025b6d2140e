import { Injectable } from '@nestjs/common';
import { Journal } from '@opora/journal';
import { notFound, unknownReference } from '@opora/kit';
import { type Actor, Database } from '@opora/platform';
import type { BoardReply } from './approval.dto';

const BOARDS = ['cab'] as const;
/** Stream of the boards in the journal. */
const STREAM = '00000000-0000-7000-8000-000000000041';

/** Which group sits as a board that approvals can ask (`domain.md` §6, CAB). */
@Injectable()
export class Boards {
  constructor(
    private readonly database: Database,
    private readonly journal: Journal,
  ) {}

  async list(actor: Actor): Promise<BoardReply[]> {
    const rows = await this.database.sql.rows<{ position: string; id: string; name: string }>(
      `select b.position, g.id, g.${actor.locale === 'en' ? 'name_en' : 'name_uk'} as name from approval_board b join support_group g on g.id = b.group_id`,
    );
    return BOARDS.map((position) => {
      const found = rows.find((row) => row.position === position);
      return { position, group: found ? { id: found.id, name: found.name } : null };
    });
  }

  /** @throws Refusal 404 no such board, 422 unknown group */
  async set(actor: Actor, position: string, groupId: string | null): Promise<BoardReply[]> {
    if (!(BOARDS as readonly string[]).includes(position)) throw notFound();
    await this.database.tx(async (tx) => {
      if (groupId !== null && !(await tx.one('select 1 from support_group where id = $1 and active', [groupId]))) throw unknownReference('/groupId');
      const before = await tx.one<{ groupId: string }>('select group_id as "groupId" from approval_board where position = $1 for update', [position]);
      if (groupId === null) await tx.run('delete from approval_board where position = $1', [position]);
      else await tx.run('insert into approval_board (position, group_id) values ($1, $2) on conflict (position) do update set group_id = excluded.group_id', [position, groupId]);
      await this.journal.append(tx, { streamId: STREAM, streamKind: 'settings', kind: 'settings.board_changed', actor, data: { changes: [{ field: position, from: before?.groupId ?? null, to: groupId }] } });
    });
    return this.list(actor);
  }
}
