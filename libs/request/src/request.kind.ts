import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Refusal } from '@opora/kit';
import { type Actor, type Sql, type Tx } from '@opora/platform';
import { type BulkAct, type Message, type Ticket, TicketKinds, validated } from '@opora/ticket';
import { type CommandInput, REQUEST, REQUEST_LIFECYCLE, type RequestCommand } from './domain';
import { RequestConversion } from './request.conversion';
import { AssignRequest, ConfirmRequest, EditRequest, FulfilRequest, HoldRequest, NothingSaid, RequestReason, WithdrawRequest } from './request.dto';
import { RequestEditing } from './request.editing';
import { RequestService } from './request.service';
import { type CommandFacts, allowedCommandsOf } from './request.standing';

type PersonCommand = Exclude<RequestCommand, 'approve' | 'refuse' | 'close'>;
/** Body → input of each command, the same classes as at the routes. */
const BODIES: { [C in PersonCommand]: (body: unknown) => Promise<CommandInput[C]> } = {
  assign: (body) => validated(AssignRequest, body),
  accept: (body) => validated(NothingSaid, body),
  hold: async (body) => {
    const { until, ...rest } = await validated(HoldRequest, body);
    return { ...rest, until: until === undefined ? undefined : new Date(until) };
  },
  resume: () => Promise.resolve({}),
  fulfil: (body) => validated(FulfilRequest, body),
  decline: (body) => validated(RequestReason, body),
  reopen: (body) => validated(RequestReason, body),
  confirm: (body) => validated(ConfirmRequest, body),
  reject: (body) => validated(RequestReason, body),
  withdraw: (body) => validated(WithdrawRequest, body),
};

/** Tells the kernel what a request is. */
@Injectable()
export class RequestKindEntry implements OnModuleInit {
  constructor(
    private readonly kinds: TicketKinds,
    private readonly requests: RequestService,
    private readonly editing: RequestEditing,
    private readonly conversion: RequestConversion,
  ) {}

  onModuleInit(): void {
    this.kinds.register({
      kind: REQUEST, prefix: REQUEST_LIFECYCLE.prefix, lifecycle: REQUEST_LIFECYCLE, mergedState: 'closed', allowedCommands: allowedCommandsOf, searchText,
      measures: ({ commandFacts }) => {
        const { approved = false, targets = {} } = commandFacts as Partial<CommandFacts>;
        return { metrics: ['response', 'fulfilment', ...(approved ? ['approval'] : [])], seconds: { ...targets } };
      },
      convertIn: (tx, _actor, ticket, into) => this.conversion.into(tx, ticket, into),
      convertOut: (tx, actor, ticket) => this.conversion.outOf(tx, actor, ticket),
      said: (tx, _actor, ticket, message) => this.said(tx, ticket, message),
      execute: (tx, actor, idOrReference, act) => this.execute(tx, actor, idOrReference, act),
    });
  }

  /** The requester's answer wakes what waits for it, in the transaction of the message. */
  private async said(tx: Tx, ticket: Ticket, message: Message): Promise<{ ticket: Ticket; outcome: string | null }> {
    const theirs = message.visibility === 'public' && message.authorId === ticket.requesterId;
    if (!theirs || ticket.state !== 'on_hold' || ticket.stateReason !== 'requester') return { ticket, outcome: null };
    return { ticket: (await this.requests.attempt(tx, ticket.id, 'resume', { because: 'answer' })) ?? ticket, outcome: 'resumed' };
  }

  private async execute(tx: Tx, actor: Actor, idOrReference: string, { command, body, ifMatch }: BulkAct): Promise<void> {
    if (command === 'edit') return void (await this.editing.carryOut(tx, actor, idOrReference, ifMatch, await validated(EditRequest, body)));
    if (!Object.hasOwn(BODIES, command)) throw new Refusal('invalid', { errors: [{ pointer: '/command', code: 'not_one_of', params: { values: ['edit', ...Object.keys(BODIES)] } }] });
    const name = command as PersonCommand;
    await this.requests.carryOut(tx, actor, idOrReference, ifMatch, name, (await BODIES[name](body)) as never);
  }
}

/** What was done is found by its words. */
async function searchText(sql: Sql, ticketIds: readonly string[]): Promise<ReadonlyMap<string, { public?: string }>> {
  const rows = await sql.rows<{ id: string; text: string }>('select ticket_id as id, fulfilment_text as text from request where ticket_id = any($1::uuid[]) and fulfilment_text is not null', [ticketIds]);
  return new Map(rows.map(({ id, text }) => [id, { public: text }]));
}
