import { Body, Controller, Get, Patch } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Actor, CurrentActor, IfMatch, Permit, Versioned } from '@opora/platform';
import { ApplicationSettings } from '../settings/settings';
import { ChangeSettings, SettingsReply } from '../settings/settings.dto';

@ApiTags('operation')
@Controller('settings')
export class SettingsController {
  constructor(private readonly settings: ApplicationSettings) {}

  @Get()
  @Permit('settings.read')
  @Versioned()
  @ApiOperation({ operationId: 'getSettings', summary: 'What administrators may set while the system runs' })
  @ApiOkResponse({ type: SettingsReply })
  list(@CurrentActor() actor: Actor): Promise<SettingsReply> {
    return this.settings.list(actor);
  }

  @Patch()
  @Permit('settings.write')
  @Versioned()
  @ApiOperation({ operationId: 'changeSettings', summary: 'Sets values by key, all or none; null goes back to the default' })
  @ApiOkResponse({ type: SettingsReply })
  change(@CurrentActor() actor: Actor, @IfMatch() ifMatch: number | '*', @Body() body: ChangeSettings): Promise<SettingsReply> {
    return this.settings.change(actor, ifMatch, body.values);
  }
}
