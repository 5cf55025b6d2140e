import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Actor, CurrentActor, IdPipe, IfMatch, Permit, Versioned } from '@opora/platform';
import { MaintenanceWindows } from './windows';
import { CreateMaintenanceWindow, MaintenanceWindowPage, MaintenanceWindowReply, UpdateMaintenanceWindow, WindowQuery } from './windows.dto';

@ApiTags('events')
@Controller('maintenance-windows')
export class MaintenanceWindowsController {
  constructor(private readonly windows: MaintenanceWindows) {}

  @Get()
  @Permit('maintenance.read')
  @ApiOperation({ summary: 'Planned work; employees see that of services which everybody may see' })
  @ApiOkResponse({ type: MaintenanceWindowPage })
  list(@CurrentActor() actor: Actor, @Query() query: WindowQuery): Promise<MaintenanceWindowPage> {
    return this.windows.list(actor, query);
  }

  @Get(':id')
  @Permit('maintenance.read')
  @Versioned()
  @ApiOperation({ summary: 'One window' })
  @ApiOkResponse({ type: MaintenanceWindowReply })
  read(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string): Promise<MaintenanceWindowReply> {
    return this.windows.read(actor, id);
  }

  @Post()
  @Permit('maintenance.write')
  @Versioned('/maintenance-windows')
  @ApiOperation({ summary: 'Plans work; a specialist for the services of own groups' })
  @ApiCreatedResponse({ type: MaintenanceWindowReply })
  create(@CurrentActor() actor: Actor, @Body() body: CreateMaintenanceWindow): Promise<MaintenanceWindowReply> {
    return this.windows.create(actor, body);
  }

  @Patch(':id')
  @Permit('maintenance.write')
  @Versioned()
  @ApiOperation({ summary: 'Moves, widens or cancels a window' })
  @ApiOkResponse({ type: MaintenanceWindowReply })
  update(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string, @IfMatch() version: number | '*', @Body() body: UpdateMaintenanceWindow): Promise<MaintenanceWindowReply> {
    return this.windows.update(actor, id, version, body);
  }
}
