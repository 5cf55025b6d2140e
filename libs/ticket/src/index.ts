export { type Assignment, assignTo } from './domain/assign';
export type { BulkAct, ClaimOptions, ConvertedIn, EntrySpec, NewMessage, NewTicket, OpeningFacts, OwnRow, RestoredTicket, TicketChange, TicketKind, TicketReactor } from './domain/faces';
export type { Message, Ticket, TicketFacts, TicketField, TicketPatch, TicketSet } from './domain/ticket';
export { formFile } from './http/form-file';
export { TicketConverter } from './kernel/convert';
export { TicketKernel } from './kernel/kernel';
export { TicketKinds, TicketReactors } from './kernel/registry';
export { type Restored, TicketRestorer } from './kernel/restore';
export { ENDED, type ListFilter, answersFilter } from './lists/filters';
export { TicketListQuery } from './lists/list.dto';
export {
  ConfigurationItemRef, GroupRef, MergedRef, NamedRef, NextClock, PersonRef, TicketRef, TicketReply, TicketRow, TicketRowPage, ViewerRef, WatcherRef,
} from './lists/reply.dto';
export { type Card, type CardOptions, TicketQueries, ticketConditions } from './lists/ticket.queries';
export { AttachmentReader } from './messages/attachment.reader';
export { MessageQueries, messagesFor } from './messages/message.queries';
export { MessageReply, SayBody } from './messages/messages.dto';
export { MessageService } from './messages/message.service';
export { ticketMigrations } from './migrations';
export { type AnswerPeriod, AnswerPeriods } from './process/answer-periods';
export { type Projection, permitted, projectionOf, reaches, staffView, summaryVisibleTo, visible, visibleTo } from './scopes';
export { SimilarHit } from './search/search.dto';
export { type Precedent, SimilarQueries } from './search/similar.queries';
export { tokens } from './search/stem';
export { Links } from './side/links';
export { type Share, TicketShares } from './side/shares';
export { Watchers } from './side/watchers';
export { ticketChecks } from './ticket.checks';
export { TicketHttp, TicketJobs, TicketModule } from './ticket.module';
