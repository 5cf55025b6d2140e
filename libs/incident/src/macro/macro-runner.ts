import { Injectable } from '@nestjs/common';
import { Refusal, invalid, notFound } from '@opora/kit';
import { type Actor, Database, type Tx } from '@opora/platform';
import { TicketKernel } from '@opora/ticket';
import { INCIDENT, type IncidentPatch } from '../domain';
import { filled, type Macro, macroInput } from '../domain/macro';
import { IncidentEditing } from '../incident.editing';
import { IncidentQueries } from '../incident.queries';
import type { IncidentReply } from '../incident.reply';
import { IncidentService } from '../incident.service';
import type { MacroReply } from './macro.dto';
import { find } from './macros';

/** A macro on an incident: its fields, its answer and its command, all of it or nothing. */
@Injectable()
export class MacroRunner {
  constructor(
    private readonly database: Database,
    private readonly kernel: TicketKernel,
    private readonly editing: IncidentEditing,
    private readonly incidents: IncidentService,
    private readonly queries: IncidentQueries,
  ) {}

  /** Each part asks for its own permission, as if it were done by hand. @throws Refusal 403, 404, 409, 412, 422 */
  run(actor: Actor, idOrReference: string, ifMatch: number | '*', macroId: string): Promise<IncidentReply> {
    return this.database.tx(async (tx) => {
      const macro = await find(tx, macroId);
      if (!macro.active) throw notFound();
      const before = await this.kernel.claim(tx, actor, idOrReference, { kind: INCIDENT, permission: 'macro.run', ifMatch });
      const patch = patchOf(macro, before.tags ?? []);
      const edited = Object.keys(patch).length > 1 ? await this.editing.carryOut(tx, actor, before.id, '*', patch) : before;
      if (macro.command === null) return this.queries.reply(tx, actor, edited);
      const text = await this.words(tx, actor, macro, before);
      return this.queries.reply(tx, actor, await this.incidents.carryOut(tx, actor, before.id, '*', macro.command, macroInput(macro, text) as never));
    }, { operation: actor.operation });
  }

  /** The answer in the language of whoever reads it. */
  private async words(tx: Tx, actor: Actor, macro: Macro, ticket: { requesterId: string; reference: string; title: string }): Promise<string | null> {
    if (macro.replyUk === null || macro.replyEn === null) return null;
    const people = await tx.rows<{ id: string; name: string; locale: string }>('select id, display_name as name, locale from person where id = any($1)', [[ticket.requesterId, actor.personId]]);
    const requester = people.find(({ id }) => id === ticket.requesterId);
    if (!requester) throw new Refusal('not_found', { status: 404 });
    const text = filled(requester.locale === 'en' ? macro.replyEn : macro.replyUk, { requester: requester.name, reference: ticket.reference, title: ticket.title, me: people.find(({ id }) => id === actor.personId)?.name ?? '' });
    if (text.trim() === '') throw invalid('/replyUk', 'macro.resolve_says');
    return text;
  }
}

function patchOf({ serviceId, categoryId, impact, urgency, tags, nameUk }: Pick<MacroReply, 'serviceId' | 'categoryId' | 'impact' | 'urgency' | 'tags' | 'nameUk'>, has: readonly string[]): IncidentPatch {
  const added = tags.filter((tag) => !has.includes(tag));
  return {
    reason: nameUk,
    ...(serviceId === null ? {} : { serviceId }), ...(categoryId === null ? {} : { categoryId }), ...(impact === null ? {} : { impact }), ...(urgency === null ? {} : { urgency }),
    ...(added.length === 0 ? {} : { tags: [...has, ...added] }),
  };
}
