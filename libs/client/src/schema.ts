/* Written by hand from the contract until docs/openapi.json exists; `npm run client` then writes this file. Same shape as openapi-typescript makes. */
interface S {
  Phase: 'new' | 'active' | 'waiting' | 'resolved' | 'closed';
  Level: 'high' | 'medium' | 'low';
  PersonRef: { id: string; displayName: string; email?: string; phone?: string; vip?: boolean; department?: string };
  NamedRef: { id: string; name: string };
  GroupRef: { id: string; name: string; line?: number };
  TicketRef: { id: string; reference: string; title: string; kind: string; state: string; phase: S['Phase'] };
  WatcherRef: S['PersonRef'] & { participant: boolean };
  NextClock: { metric: string; dueAt: string; state: string };
  ViewerRef: { id: string; displayName: string; mode: 'viewing' | 'writing'; field?: string | null };
  TicketBase: {
    id: string; kind: string; reference: string; title: string; state: string; phase: S['Phase']; stateReason: string | null; stateUntil: string | null; priority: number; channel: string;
    requester: S['PersonRef']; service: S['NamedRef'] | null; category: S['NamedRef'] | null; group: S['GroupRef'] | null; assignee: S['PersonRef'] | null;
    createdAt: string; updatedAt: string; resolvedAt: string | null; closedAt: string | null; reopenCount: number; version: number; allowedCommands: string[];
    impact?: S['Level']; urgency?: S['Level']; line?: number | null; reassignmentCount?: number; tags?: string[]; restricted?: boolean;
  };
  TicketRow: S['TicketBase'] & { nextClock: S['NextClock'] | null; unread: boolean; hasDraft: boolean; viewers: S['ViewerRef'][] };
  TicketRowPage: { items: S['TicketRow'][]; nextCursor: string | null; total?: number; totalIsEstimate?: boolean };
  TicketReply: S['TicketBase'] & {
    description: string; contact: string | null; location: S['NamedRef'] | null; configurationItems: (S['NamedRef'] & { class?: string })[]; watchers: S['WatcherRef'][];
    reporter?: S['PersonRef']; priorityReason?: string | null; parent?: S['TicketRef'] | null; merged?: S['TicketRef'][]; customFields?: Record<string, unknown>; firstResponseAt?: string | null;
  };
  ResolutionReply: { code: string; text: string; at: string; by?: S['PersonRef']; cause?: string | null; articleId?: string | null; problemId?: string | null; firstContact?: boolean };
  RatingReply: { score: number; comment: string | null; at: string };
  MajorReply: { manager: S['PersonRef']; declaredAt: string; updateEverySeconds: number; nextUpdateAt: string };
  ClockReply: {
    id: string; metric: string; agreement: unknown; state: 'running' | 'paused' | 'met' | 'breached' | 'cancelled'; targetSeconds: number; startedAt: string; dueAt: string | null; stoppedAt: string | null;
    elapsedSeconds: number; remainingSeconds: number; breachedAt: string | null; intervals?: { from: string; to: string; kind: 'counted' | 'paused' | 'out_of_hours'; seconds: number; reason: string | null }[];
  };
  IncidentReply: S['TicketReply'] & {
    major: boolean; majorIncident?: S['MajorReply'] | null; holdReason: string | null; holdUntil: string | null; resolution: S['ResolutionReply'] | null; rating?: S['RatingReply'] | null;
    parent: S['TicketRef'] | null; children: S['TicketRef'][]; clocks: S['ClockReply'][];
  };
  RegisterIncident: {
    title: string; description?: string | null; serviceId?: string | null; categoryId?: string | null; configurationItemIds?: string[]; impact?: S['Level']; urgency?: S['Level']; requesterId?: string; channel?: string;
    groupId?: string; assigneeId?: string; tags?: string[]; locationId?: string | null; contact?: string | null; attachmentIds?: string[]; followUpOf?: string;
  };
  AttachmentReply: { id: string; name: string; size: number; type: string; mark?: string };
  TicketAttachmentReply: S['AttachmentReply'] & { messageId: string | null; createdAt: string };
  MessageReply: {
    id: string; visibility: 'public' | 'private'; audience?: 'staff' | 'supplier'; body: string; author: { id: string; displayName: string; as: string }; channel: string; createdAt: string;
    releaseAt?: string; redactedAt?: string; redactReason?: string; secrets?: number; fromReference?: string; attachments: S['AttachmentReply'][]; outcome?: string;
  };
  SayBody: { visibility: 'public' | 'private'; audience?: 'staff' | 'supplier'; body: string; attachmentIds?: string[]; sendAfterSeconds?: number };
  TimelineChange: { field: string; from: unknown; to: unknown; fromLabel?: string; toLabel?: string };
  TimelineEntry: {
    id: string; at: string; kind: string; actor: { id: string; displayName: string; rule?: string }; changes: S['TimelineChange'][]; reason?: string; data?: Record<string, unknown>; message?: S['MessageReply']; fromReference?: string;
  };
  AnnouncementReply: {
    id: string; kind: 'major_incident'; text: { uk: string; en: string }; services: S['NamedRef'][]; incident: { id: string; reference: string } | null; since: string; nextUpdateAt: string | null; updatedAt: string; version: number;
  };
  MyGroup: { id: string; name: string; line: number; right: 'view' | 'work' | 'manage' };
  MyPerson: S['PersonRef'] & { phone: string | null; jobTitle: string | null; departmentName: string | null; locationId: string | null };
  MeReply: {
    person: S['MyPerson']; roles: string[]; permissions: Record<string, string[]>; groups: S['MyGroup'][]; face: 'staff' | 'requester' | 'supplier' | 'auditor'; locale: 'uk' | 'en'; timeZone: string;
    csrfToken?: string | null; demo: boolean; version: number;
  };
  LoginReply: { person: S['PersonRef']; csrfToken: string };
  Preferences: { preferences: Record<string, unknown> };
  TokenReply: { id: string; name: string; kind: 'personal' | 'service'; prefix: string; scopes: string[]; ownerId: string; createdAt: string; expiresAt: string; lastUsedAt: string | null };
  IssuedTokenReply: S['TokenReply'] & { token: string };
  SessionReply: { id: string; createdAt: string; lastSeenAt: string; ip: string | null; userAgent: string | null; current: boolean };
  ServiceReply: { id: string; name: string; nameUk: string; nameEn: string; descriptionUk: string | null; descriptionEn: string | null; parentId: string | null; criticality: S['Level']; status: string; restricted: boolean; version: number };
  CategoryReply: { id: string; name: string; nameUk: string; nameEn: string; serviceId: string | null; parentId: string | null; restricted: boolean; version: number };
  ItemReply: { id: string; name: string; class: string; status: string; assignedToId?: string | null; version: number };
  PersonReply: S['PersonRef'] & { departmentId?: string | null; departmentName?: string | null; locationId?: string | null; jobTitle?: string | null; locale?: 'uk' | 'en'; timeZone?: string; active?: boolean; roles?: string[]; version: number };
  DraftReply: { kind: string; body: Record<string, unknown>; updatedAt: string };
  NotificationReply: { id: string; kind: string; ticketId: string | null; reference?: string | null; title: string; text?: string; reason?: string; createdAt: string; readAt: string | null };
}
export interface components {
  schemas: S;
}

type Json<T> = { content: { 'application/json': T } };
type Headers = { 'If-Match'?: string; 'Idempotency-Key'?: string };
type Op<Reply, Body = undefined, Path = undefined, Query = undefined> = {
  parameters: { query?: Query extends undefined ? never : Query; header?: Headers; path: Path extends undefined ? never : Path; cookie?: never };
  requestBody: Body extends undefined ? never : Json<Body>;
  responses: { 200: Json<Reply> };
};
type Plain<Reply, Body = undefined, Query = undefined> = {
  parameters: { query?: Query extends undefined ? never : Query; header?: Headers; path?: never; cookie?: never };
  requestBody?: Body extends undefined ? never : Json<Body>;
  responses: { 200: Json<Reply> };
};
type Id = { id: string };
type Nothing = Record<string, never>;
type Page<T> = { items: T[]; nextCursor: string | null; total?: number };
type List = { limit?: number; cursor?: string; sort?: string; q?: string; count?: 'estimate' | 'exact' };
type Many = string[] | string;
type TicketQuery = List & {
  kind?: Many; state?: Many; phase?: Many; priority?: Many; serviceId?: Many; categoryId?: Many; requesterId?: Many; groupId?: Many; assigneeId?: Many; reporterId?: Many; watcherId?: Many; tag?: Many; line?: Many; channel?: Many;
  impact?: Many; urgency?: Many; departmentId?: Many; parentId?: Many; stateReason?: Many; dueState?: Many; unread?: string; hasDraft?: string; createdFrom?: string; createdTo?: string; updatedFrom?: string; updatedTo?: string;
};
type Command<Body> = { post: Op<S['IncidentReply'], Body, Id> };

export interface paths {
  '/auth/login': { post: Plain<S['LoginReply'], { email: string; password: string }> };
  '/auth/logout': { post: Plain<Nothing> };
  '/auth/password-reset': { post: Plain<Nothing, { email: string }> };
  '/auth/password-reset/finish': { post: Plain<Nothing, { token: string; password: string }> };
  '/me': { get: Plain<S['MeReply']>; patch: Plain<S['MeReply'], { phone?: string | null; locale?: 'uk' | 'en'; timeZone?: string }> };
  '/me/preferences': { get: Plain<S['Preferences']>; put: Plain<S['Preferences'], S['Preferences']> };
  '/me/password': { post: Plain<Nothing, { presentPassword: string; newPassword: string }> };
  '/me/tokens': { get: Plain<{ items: S['TokenReply'][] }>; post: Plain<S['IssuedTokenReply'], { name: string; scopes: string[]; expiresAt: string }> };
  '/me/tokens/{id}': { delete: Op<Nothing, undefined, Id> };
  '/me/sessions': { get: Plain<{ items: S['SessionReply'][] }> };
  '/me/sessions/{id}': { delete: Op<Nothing, undefined, Id> };
  '/me/notifications': { get: Plain<Page<S['NotificationReply']> & { unread?: number }, undefined, List & { unread?: string }> };
  '/people': { get: Plain<Page<S['PersonReply']>, undefined, List & { email?: string; phone?: string }> };
  '/services': { get: Plain<Page<S['ServiceReply']>, undefined, List & { status?: Many }> };
  '/categories': { get: Plain<Page<S['CategoryReply']>, undefined, List & { serviceId?: string }> };
  '/configuration-items': { get: Plain<Page<S['ItemReply']>, undefined, List & { assignedToId?: string; serviceId?: string }> };
  '/announcements': { get: Plain<{ items: S['AnnouncementReply'][]; nextCursor: string | null }> };
  '/tickets': { get: Plain<S['TicketRowPage'], undefined, TicketQuery> };
  '/tickets/{id}': { get: Op<S['TicketReply'], undefined, Id> };
  '/tickets/{id}/messages': { get: Op<Page<S['MessageReply']>, undefined, Id, List>; post: Op<S['MessageReply'], S['SayBody'], Id> };
  '/tickets/{id}/attachments': { get: Op<{ items: S['TicketAttachmentReply'][] }, undefined, Id> };
  '/tickets/{id}/timeline': { get: Op<Page<S['TimelineEntry']>, undefined, Id, List> };
  '/tickets/{id}/clocks': { get: Op<{ items: S['ClockReply'][] }, undefined, Id, { explain?: string }> };
  '/tickets/{id}/seen': { put: Op<Nothing, { version: number }, Id> };
  '/tickets/{id}/watchers': { get: Op<{ items: S['WatcherRef'][] }, undefined, Id>; post: Op<{ items: S['WatcherRef'][] }, { personId: string }, Id> };
  '/incidents': { get: Plain<S['TicketRowPage'], undefined, TicketQuery>; post: Plain<S['IncidentReply'], S['RegisterIncident']> };
  '/incidents/{id}': { get: Op<S['IncidentReply'], undefined, Id>; patch: Op<S['IncidentReply'], Record<string, unknown>, Id> };
  '/incidents/{id}/confirm': Command<{ rating?: number; comment?: string }>;
  '/incidents/{id}/reject': Command<{ reason: string }>;
  '/incidents/{id}/cancel': Command<{ reason: string }>;
  '/incidents/{id}/reopen': Command<{ reason: string }>;
  '/incidents/{id}/answered': Command<Nothing>;
}
