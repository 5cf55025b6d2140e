import { Module } from '@nestjs/common';
import { JournalModule } from '@opora/journal';
import { TicketKernel } from './kernel/kernel';
import { TicketOpener } from './kernel/opener';
import { TicketKinds, TicketReactors } from './kernel/registry';
import { TicketRestorer } from './kernel/restore';
import { SecretBox } from './kernel/secret-box';
import { SecretKeeper } from './kernel/secret-keeper';
import { TicketWriter } from './kernel/writer';
import { AttachmentBinder } from './messages/attachment-binder';
import { MessageWriter } from './messages/writer';

@Module({
  imports: [JournalModule],
  providers: [TicketKernel, TicketOpener, TicketWriter, TicketRestorer, TicketKinds, TicketReactors, SecretBox, SecretKeeper, AttachmentBinder, MessageWriter],
  exports: [TicketKernel, TicketRestorer, TicketKinds, TicketReactors],
})
export class TicketModule {}
