import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type FieldError, Refusal } from '@opora/kit';
import { type Actor, type Sql, type Tx, validationPipe } from '@opora/platform';
import { type BulkAct, TicketKinds } from '@opora/ticket';
import { ApprovalOutcomes, TaskPlans } from '@opora/work';
import { ACCESS, ACCESS_LIFECYCLE, type CommandInput } from '../domain';
import { GrantReason } from '../grants/grants.dto';
import { APPROVAL } from './asking';
import { NoBody, VerifyIdentity } from './access.dto';
import { AccessFlow } from './flow';
import { AccessService } from './access.service';
import { allowedCommandsOf } from './standing';

const pipe = validationPipe();
const validated = <T>(metatype: new () => T, body: unknown): Promise<T> => pipe.transform(body ?? {}, { type: 'body', metatype }) as Promise<T>;

/** Commands that make sense for many at once, with the bodies of their routes. */
const BODIES = {
  verify: (body: unknown): Promise<CommandInput['verify']> => validated(VerifyIdentity, body),
  reject: (body: unknown) => validated(GrantReason, body),
  retry: (body: unknown) => validated(NoBody, body),
  confirm: (body: unknown) => validated(NoBody, body),
  cancel: (body: unknown) => validated(GrantReason, body),
} as const;

/** Tells the kernel and the approvals and tasks what an access request is. */
@Injectable()
export class AccessKind implements OnModuleInit {
  constructor(
    private readonly kinds: TicketKinds,
    private readonly outcomes: ApprovalOutcomes,
    private readonly plans: TaskPlans,
    private readonly requests: AccessService,
    private readonly flow: AccessFlow,
  ) {}

  onModuleInit(): void {
    this.kinds.register({
      kind: ACCESS, prefix: ACCESS_LIFECYCLE.prefix, lifecycle: ACCESS_LIFECYCLE, readPermission: 'access.read', allowedCommands: allowedCommandsOf, searchText,
      execute: (tx, actor, idOrReference, act) => this.execute(tx, actor, idOrReference, act),
    });
    this.outcomes.register(APPROVAL, (tx, _actor, ticket, ended) => this.flow.approvalEnded(tx, ticket, ended));
    this.plans.follow(ACCESS, (tx, actor, ticket, task) => this.flow.taskChanged(tx, actor, ticket, task));
  }

  private async execute(tx: Tx, actor: Actor, idOrReference: string, { command, body, ifMatch }: BulkAct): Promise<void> {
    const unknown: FieldError = { pointer: '/command', code: 'not_one_of', params: { values: Object.keys(BODIES) } };
    if (!Object.hasOwn(BODIES, command)) throw new Refusal('invalid', { errors: [unknown] });
    const name = command as keyof typeof BODIES;
    await this.requests.carryOut(tx, actor, idOrReference, ifMatch, name, (await BODIES[name](body)) as never);
  }
}

/** Found by the names of system and right, in both languages. */
async function searchText(sql: Sql, ticketIds: readonly string[]): Promise<ReadonlyMap<string, { public?: string }>> {
  const rows = await sql.rows<{ id: string; words: string }>(
    `select a.ticket_id as id, concat_ws(' ', r.name_uk, r.name_en, e.name_uk, e.name_en, e.code) as words from access_request a join entitlement e on e.id = a.entitlement_id join access_resource r on r.id = e.resource_id where a.ticket_id = any($1::uuid[])`,
    [ticketIds],
  );
  return new Map(rows.map(({ id, words }) => [id, { public: words }]));
}
