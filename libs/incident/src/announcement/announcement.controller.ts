import { Body, Controller, Get, Param, Patch } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Actor, CurrentActor, IfMatch, Permit, Versioned } from '@opora/platform';
import { AnnouncementList, AnnouncementReply, UpdateAnnouncementText } from './announcement.dto';
import { Announcements } from './announcements';

@ApiTags('operation')
@Controller('announcements')
export class AnnouncementController {
  constructor(private readonly announcements: Announcements) {}

  @Get()
  @Permit('announcement.read')
  @ApiOperation({ summary: 'Banners that concern the caller now' })
  @ApiOkResponse({ type: AnnouncementList })
  list(@CurrentActor() actor: Actor): Promise<AnnouncementList> {
    return this.announcements.list(actor);
  }

  @Patch(':id')
  @Permit('announcement.write')
  @Versioned()
  @ApiOperation({ summary: 'Tells employees what is new about a major incident' })
  @ApiOkResponse({ type: AnnouncementReply })
  update(@CurrentActor() actor: Actor, @Param('id') id: string, @IfMatch() ifMatch: number | '*', @Body() body: UpdateAnnouncementText): Promise<AnnouncementReply> {
    return this.announcements.update(actor, id, ifMatch, body);
  }
}
