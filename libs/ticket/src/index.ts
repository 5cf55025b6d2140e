export { type Assignment, assignTo } from './domain/assign';
export type { BulkAct, ClaimOptions, EntrySpec, NewMessage, NewTicket, RestoredTicket, TicketChange, TicketKind, TicketReactor } from './domain/faces';
export type { Message, Ticket, TicketFacts, TicketField, TicketPatch, TicketSet } from './domain/ticket';
export { TicketKernel } from './kernel/kernel';
export { TicketKinds, TicketReactors } from './kernel/registry';
export { type Restored, TicketRestorer } from './kernel/restore';
export { ticketMigrations } from './migrations';
export { type Projection, permitted, projectionOf, reaches, staffView, summaryVisibleTo, visible, visibleTo } from './scopes';
export { TicketModule } from './ticket.module';
