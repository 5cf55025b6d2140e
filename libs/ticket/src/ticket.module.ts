import './ticket.messages';
import { Module, type OnModuleInit } from '@nestjs/common';
import { CalendarModule } from '@opora/calendar';
import { IdentityModule } from '@opora/identity';
import { JournalModule, StreamReaders } from '@opora/journal';
import { OrganisationModule } from '@opora/organisation';
import { AttachmentsController } from './http/attachments.controller';
import { DeskController } from './http/desk.controller';
import { MessagesController } from './http/messages.controller';
import { SearchController } from './http/search.controller';
import { SidesController } from './http/sides.controller';
import { TicketsController } from './http/tickets.controller';
import { TriageController } from './http/triage.controller';
import { ViewsController } from './http/views.controller';
import { TicketConverter } from './kernel/convert';
import { TicketKernel } from './kernel/kernel';
import { TicketOpener } from './kernel/opener';
import { TicketKinds, TicketReactors } from './kernel/registry';
import { TicketRestorer } from './kernel/restore';
import { SecretBox } from './kernel/secret-box';
import { SecretKeeper } from './kernel/secret-keeper';
import { TicketWriter } from './kernel/writer';
import { RowReader } from './lists/row-reader';
import { TicketQueries } from './lists/ticket.queries';
import { TicketWork, TicketWorkRegistries } from './live/jobs';
import { protectTickets } from './live/journal';
import { TicketStream } from './live/stream';
import { Bulk } from './merge/bulk';
import { Merge } from './merge/merge';
import { MergeRows } from './merge/merge-rows';
import { AttachmentBinder } from './messages/attachment-binder';
import { AttachmentReader } from './messages/attachment.reader';
import { AttachmentService } from './messages/attachment.service';
import { MessageQueries } from './messages/message.queries';
import { MessageEffects } from './messages/message.effects';
import { MessageService } from './messages/message.service';
import { TicketAttachments } from './messages/ticket-attachments';
import { MessageWriter } from './messages/writer';
import { WordFrequencies } from './search/frequencies';
import { SearchIndexWriter } from './search/index-writer';
import { SearchRunner } from './search/runner';
import { SearchQueries } from './search/search.queries';
import { SimilarQueries } from './search/similar.queries';
import { Desk } from './side/desk';
import { LabelReader } from './side/labels';
import { Links } from './side/links';
import { TicketPeople } from './side/person-ties';
import { TicketShares } from './side/shares';
import { Tags } from './side/tags';
import { TimelineQueries } from './side/timeline.queries';
import { Watchers } from './side/watchers';
import { WorkLog } from './side/work-log';
import { AnswerPeriods } from './process/answer-periods';
import { TriageWork } from './triage/jobs';
import { TriageMarks } from './triage/marks';
import { SavedViews } from './views/views';

const KERNEL = [TicketKernel, TicketOpener, TicketWriter, TicketRestorer, TicketKinds, TicketReactors, SecretBox, SecretKeeper, TicketShares, AnswerPeriods, TicketConverter];
const MESSAGES = [AttachmentBinder, AttachmentReader, AttachmentService, MessageQueries, MessageEffects, MessageService, MessageWriter, TicketAttachments];
const SIDES = [Desk, LabelReader, Links, Tags, TicketPeople, TimelineQueries, Watchers, WorkLog, SavedViews, Bulk, Merge, MergeRows, TriageMarks];
const READING = [TicketQueries, RowReader, SearchRunner, WordFrequencies, SearchQueries, SimilarQueries, SearchIndexWriter];

@Module({
  imports: [CalendarModule, IdentityModule, JournalModule, OrganisationModule],
  providers: [...KERNEL, ...MESSAGES, ...SIDES, ...READING],
  exports: [...KERNEL, ...MESSAGES, ...SIDES, ...READING],
})
export class TicketModule implements OnModuleInit {
  constructor(
    private readonly kinds: TicketKinds,
    private readonly readers: StreamReaders,
  ) {}

  onModuleInit(): void {
    this.kinds.onRegister((kind) => protectTickets(this.readers, kind));
  }
}

@Module({
  imports: [TicketModule],
  controllers: [TicketsController, MessagesController, AttachmentsController, SidesController, DeskController, SearchController, ViewsController, TriageController],
  providers: [TicketStream],
})
export class TicketHttp {}

@Module({ imports: [TicketModule], providers: [TicketWork, TicketWorkRegistries, TriageWork] })
export class TicketJobs {}
