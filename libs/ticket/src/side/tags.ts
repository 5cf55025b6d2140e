import { Injectable } from '@nestjs/common';
import { Actor, Database } from '@opora/platform';
import { versionFor } from '../domain/projection';
import { TicketKernel } from '../kernel/kernel';
import { projectionOf } from '../scopes';
import type { TagsReply } from './side.dto';

@Injectable()
export class Tags {
  constructor(
    private readonly database: Database,
    private readonly kernel: TicketKernel,
  ) {}

  /** @throws Refusal 403, 404, 412 */
  set(actor: Actor, idOrReference: string, ifMatch: number | '*', tags: readonly string[]): Promise<TagsReply> {
    return this.database.tx(async (tx) => {
      const ticket = await this.kernel.claim(tx, actor, idOrReference, { permission: 'ticket.tag', ifMatch });
      const wanted = [...new Set(tags.map((tag) => tag.normalize('NFC').trim()))].filter(Boolean);
      const after = await this.kernel.apply(tx, actor, ticket, { set: { tags: wanted }, entry: { kind: 'ticket.tagged' }, visibility: 'staff', skipIfUnchanged: true });
      return { tags: [...after.tags], version: versionFor(projectionOf(actor, after), after) };
    });
  }
}
