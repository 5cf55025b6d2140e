import type { Locale } from '@opora/kit';
import type { Operation } from '../http/operation';

/** Scopes of a permission (`security.md` D.1). */
export const SCOPES = ['all', 'rqr', 'own', 'dep', 'gv', 'gw', 'gm', 'asg', 'sup', 'apr', 'aut', 'self', 'line', 'res', 'pub', 'brk'] as const;
export type Scope = (typeof SCOPES)[number];

export type Face = 'staff' | 'requester' | 'supplier' | 'auditor';
export type GroupRight = 'view' | 'work' | 'manage';

/** What the system itself acts as; in the journal its name is the rule that acted. */
export const SYSTEM_ID = '00000000-0000-7000-8000-000000000000';

export interface ActorFields {
  personId: string;
  displayName: string;
  face: Face;
  supplierId: string | null;
  /** The person's department and all below it, only with the grant "department tickets". */
  departmentIds: readonly string[];
  /** Memberships, `manage` already run down to sub-groups. */
  groups: readonly { id: string; right: GroupRight; line: number }[];
  /** Permission → scopes, already cut to the token's scopes. */
  grants: ReadonlyMap<string, ReadonlySet<Scope>>;
  locale: Locale;
  timeZone: string;
  via: 'session' | 'token' | 'system';
  sessionId: string | null;
  tokenId: string | null;
  requestId: string;
  ip: string | null;
  breakGlass: boolean;
}

const NONE: ReadonlySet<Scope> = new Set();
const EVERYTHING: ReadonlySet<Scope> = new Set(['all']);

/** Who acts, with what rights, through what; made anew for each request. */
export class Actor {
  readonly personId: string;
  readonly displayName: string;
  readonly face: Face;
  readonly supplierId: string | null;
  readonly departmentIds: readonly string[];
  readonly groups: ActorFields['groups'];
  readonly grants: ActorFields['grants'];
  readonly locale: Locale;
  readonly timeZone: string;
  readonly via: ActorFields['via'];
  readonly sessionId: string | null;
  readonly tokenId: string | null;
  readonly requestId: string;
  readonly ip: string | null;
  readonly breakGlass: boolean;
  /** The request's `Idempotency-Key`, for the transaction that makes its answer. */
  operation: Operation | null = null;

  constructor(fields: ActorFields) {
    this.personId = fields.personId;
    this.displayName = fields.displayName;
    this.face = fields.face;
    this.supplierId = fields.supplierId;
    this.departmentIds = fields.departmentIds;
    this.groups = fields.groups;
    this.grants = fields.grants;
    this.locale = fields.locale;
    this.timeZone = fields.timeZone;
    this.via = fields.via;
    this.sessionId = fields.sessionId;
    this.tokenId = fields.tokenId;
    this.requestId = fields.requestId;
    this.ip = fields.ip;
    this.breakGlass = fields.breakGlass;
  }

  get isSystem(): boolean {
    return this.personId === SYSTEM_ID;
  }

  has(permission: string): boolean {
    return this.scopes(permission).size > 0;
  }

  scopes(permission: string): ReadonlySet<Scope> {
    return this.isSystem ? EVERYTHING : (this.grants.get(permission) ?? NONE);
  }

  /** Groups in which the actor holds at least this right. */
  groupIds(right: GroupRight): string[] {
    const order: GroupRight[] = ['view', 'work', 'manage'];
    return this.groups.filter((group) => order.indexOf(group.right) >= order.indexOf(right)).map((group) => group.id);
  }
}

/** The actor of timers, rules and imports. `reason` names the rule, for the journal. */
export function systemActor(reason: string, requestId: string): Actor {
  return new Actor({
    personId: SYSTEM_ID,
    displayName: reason,
    face: 'staff',
    supplierId: null,
    departmentIds: [],
    groups: [],
    grants: new Map(),
    locale: 'uk',
    timeZone: 'Europe/Kyiv',
    via: 'system',
    sessionId: null,
    tokenId: null,
    requestId,
    ip: null,
    breakGlass: false,
  });
}
