import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Put, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { notFound } from '@opora/kit';
import { Actor, CurrentActor, Database, IdPipe, IfMatch, Permit, Versioned } from '@opora/platform';
import { Members } from '../members';
import { Organisation } from '../organisation';
import { CreateGroup, DirectoryQuery, GroupPage, GroupReply, MemberList, SetMember, UpdateGroup } from '../organisation.dto';
import { groupReply } from '../organisation.replies';
import { activeOnly } from './narrow';

/** A supplier knows the groups of their own organisation alone (`security.md` D.7). */
const beyond = (actor: Actor, supplierId: string | null): boolean => {
  const scopes = actor.scopes('group.read');
  return !scopes.has('all') && (actor.supplierId === null || supplierId !== actor.supplierId);
};

@ApiTags('organisation')
@Controller('groups')
export class GroupsController {
  constructor(
    private readonly organisation: Organisation,
    private readonly members: Members,
    private readonly database: Database,
  ) {}

  @Get()
  @Permit('group.read')
  @ApiOkResponse({ type: GroupPage })
  async list(@CurrentActor() actor: Actor, @Query() query: DirectoryQuery): Promise<GroupPage> {
    const page = await this.organisation.groups.list(actor, query, (builder) => {
      activeOnly(query)(builder);
      if (!actor.scopes('group.read').has('all')) builder.andWhere('x.supplierId is not null and x.supplierId = :own', { own: actor.supplierId });
    });
    return { ...page, items: page.items.map((record) => groupReply(actor.locale, record)) };
  }

  @Get(':id')
  @Permit('group.read')
  @Versioned()
  @ApiOkResponse({ type: GroupReply })
  async read(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string): Promise<GroupReply> {
    const group = await this.organisation.groups.read(id);
    if (beyond(actor, group.supplierId)) throw notFound();
    return groupReply(actor.locale, group);
  }

  @Post()
  @Permit('group.write')
  @Versioned('/groups')
  @ApiCreatedResponse({ type: GroupReply })
  create(@CurrentActor() actor: Actor, @Body() body: CreateGroup): Promise<GroupReply> {
    return this.database.tx(async (tx) => groupReply(actor.locale, await this.organisation.groups.create(tx, actor, { strategy: 'manual', ...body })), { operation: actor.operation });
  }

  @Patch(':id')
  @Permit('group.write')
  @Versioned()
  @ApiOkResponse({ type: GroupReply })
  update(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string, @IfMatch() version: number | '*', @Body() body: UpdateGroup): Promise<GroupReply> {
    return this.database.tx(async (tx) => groupReply(actor.locale, await this.organisation.groups.update(tx, actor, id, version, body)));
  }

  @Get(':id/members')
  @Permit('group.read')
  @ApiOkResponse({ type: MemberList })
  async listMembers(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string): Promise<MemberList> {
    if (beyond(actor, (await this.organisation.groups.read(id)).supplierId)) throw notFound();
    return this.members.list(id);
  }

  @Put(':id/members/:personId')
  @Permit('group.membersWrite')
  @ApiOkResponse({ type: MemberList })
  setMember(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string, @Param('personId', IdPipe) personId: string, @Body() body: SetMember): Promise<MemberList> {
    return this.members.set(actor, id, personId, body);
  }

  @Delete(':id/members/:personId')
  @HttpCode(204)
  @Permit('group.membersWrite')
  @ApiNoContentResponse()
  removeMember(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string, @Param('personId', IdPipe) personId: string): Promise<void> {
    return this.members.remove(actor, id, personId);
  }
}
