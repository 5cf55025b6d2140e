import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Actor, CurrentActor, Database, Permit } from '@opora/platform';
import { JournalPage, JournalQuery, VerificationReply } from './journal.dto';
import { JournalQueries } from './journal.queries';
import { verifyJournal } from './verify';

@ApiTags('journal')
@Controller('journal')
export class JournalController {
  constructor(
    private readonly queries: JournalQueries,
    private readonly database: Database,
  ) {}

  @Get()
  @Permit('journal.read')
  @ApiOperation({ operationId: 'listJournal', summary: 'What happened, newest first; entries of tickets without values where the tickets are not the reader’s to see' })
  @ApiOkResponse({ type: JournalPage })
  list(@CurrentActor() actor: Actor, @Query() query: JournalQuery): Promise<JournalPage> {
    return this.queries.list(actor, query);
  }

  @Get('verification')
  @Permit('journal.verify')
  @ApiOperation({ operationId: 'verifyJournal', summary: 'Walks the hash chain and says what was changed' })
  @ApiOkResponse({ type: VerificationReply })
  verify(): Promise<VerificationReply> {
    return verifyJournal(this.database.sql);
  }
}
