import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Actor, Clock, CurrentActor, IdPipe, IfMatch, Permit, Versioned } from '@opora/platform';
import { CreateRotation, CreateShift, OnCallQuery, OnCallReply, ShiftPage, ShiftQuery, ShiftReply, UpdateShift } from './shifts.dto';
import { Shifts } from './shifts';

@ApiTags('organisation')
@Controller('groups/:id')
export class ShiftsController {
  constructor(
    private readonly shifts: Shifts,
    private readonly clock: Clock,
  ) {}

  @Get('shifts')
  @Permit('group.read')
  @ApiOkResponse({ type: ShiftPage })
  async list(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string, @Query() query: ShiftQuery): Promise<ShiftPage> {
    return { items: await this.shifts.list(actor, id, query), nextCursor: null };
  }

  @Get('on-call')
  @Permit('group.read')
  @ApiOkResponse({ type: OnCallReply, description: 'Who would get a ticket at that instant, and why not the others' })
  onCall(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string, @Query() { at }: OnCallQuery): Promise<OnCallReply> {
    return this.shifts.onCall(actor, id, at === undefined ? this.clock.now() : new Date(at));
  }

  @Get('shifts/:shiftId')
  @Permit('group.read')
  @Versioned()
  @ApiOkResponse({ type: ShiftReply })
  read(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string, @Param('shiftId', IdPipe) shiftId: string): Promise<ShiftReply> {
    return this.shifts.read(actor, id, shiftId);
  }

  @Post('shifts')
  @Permit('group.shifts')
  @Versioned()
  @ApiCreatedResponse({ type: ShiftReply })
  create(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string, @Body() body: CreateShift): Promise<ShiftReply> {
    return this.shifts.create(actor, id, body);
  }

  @Post('shifts/rotation')
  @Permit('group.shifts')
  @ApiCreatedResponse({ type: ShiftPage, description: 'Turns of the persons, one after another' })
  async rotate(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string, @Body() body: CreateRotation): Promise<ShiftPage> {
    return { items: await this.shifts.rotate(actor, id, body), nextCursor: null };
  }

  @Patch('shifts/:shiftId')
  @Permit('group.shifts')
  @Versioned()
  @ApiOkResponse({ type: ShiftReply })
  update(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string, @Param('shiftId', IdPipe) shiftId: string, @IfMatch() version: number | '*', @Body() body: UpdateShift): Promise<ShiftReply> {
    return this.shifts.update(actor, id, shiftId, version, body);
  }

  @Delete('shifts/:shiftId')
  @HttpCode(204)
  @Permit('group.shifts')
  @ApiNoContentResponse({ description: 'A running shift ends now' })
  remove(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string, @Param('shiftId', IdPipe) shiftId: string): Promise<void> {
    return this.shifts.remove(actor, id, shiftId);
  }
}
