import { Module } from '@nestjs/common';
import { JournalAnchors } from './anchors';
import { Journal } from './journal';
import { JournalController } from './journal.controller';
import { JournalQueries } from './journal.queries';
import { StreamReaders } from './readers';

@Module({ providers: [Journal, StreamReaders, JournalQueries], exports: [Journal, StreamReaders, JournalQueries] })
export class JournalModule {}

@Module({ imports: [JournalModule], controllers: [JournalController] })
export class JournalHttp {}

@Module({ imports: [JournalModule], providers: [JournalAnchors], exports: [JournalAnchors] })
export class JournalJobs {}
