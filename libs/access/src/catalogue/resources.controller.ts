import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Actor, CurrentActor, IdPipe, IfMatch, Permit, Versioned } from '@opora/platform';
import { CreateEntitlement, CreateResource, EntitlementReply, ResourcePage, ResourceQuery, ResourceReply, UpdateEntitlement, UpdateResource } from './resources.dto';
import { Resources } from './resources';

@ApiTags('access')
@Controller('access-resources')
export class ResourcesController {
  constructor(private readonly resources: Resources) {}

  @Get()
  @Permit('resource.read')
  @ApiOperation({ operationId: 'listAccessResources', summary: 'Systems with the rights in them that may be asked for' })
  @ApiOkResponse({ type: ResourcePage })
  list(@CurrentActor() actor: Actor, @Query() query: ResourceQuery): Promise<ResourcePage> {
    return this.resources.list(actor, query);
  }

  @Get(':id')
  @Permit('resource.read')
  @Versioned()
  @ApiOperation({ operationId: 'getAccessResource', summary: 'One system with its rights' })
  @ApiOkResponse({ type: ResourceReply })
  read(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string): Promise<ResourceReply> {
    return this.resources.read(actor, id);
  }

  @Post()
  @Permit('resource.write')
  @Versioned('/access-resources')
  @ApiOperation({ operationId: 'createAccessResource', summary: 'A new system' })
  @ApiCreatedResponse({ type: ResourceReply })
  create(@CurrentActor() actor: Actor, @Body() body: CreateResource): Promise<ResourceReply> {
    return this.resources.create(actor, body);
  }

  @Patch(':id')
  @Permit('resource.write')
  @Versioned()
  @ApiOperation({ operationId: 'updateAccessResource', summary: 'Changes a system; its owner describes it, the rest is for who answers for all' })
  @ApiOkResponse({ type: ResourceReply })
  update(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string, @IfMatch() version: number | '*', @Body() body: UpdateResource): Promise<ResourceReply> {
    return this.resources.update(actor, id, version, body);
  }

  @Post(':id/entitlements')
  @Permit('resource.write')
  @Versioned()
  @ApiOperation({ operationId: 'createEntitlement', summary: 'A new right in a system' })
  @ApiCreatedResponse({ type: EntitlementReply })
  add(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string, @Body() body: CreateEntitlement): Promise<EntitlementReply> {
    return this.resources.addEntitlement(actor, id, body);
  }

  @Patch(':id/entitlements/:entitlementId')
  @Permit('resource.write')
  @Versioned()
  @ApiOperation({ operationId: 'updateEntitlement', summary: 'Changes a right; those who hold it keep it' })
  @ApiOkResponse({ type: EntitlementReply })
  change(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string, @Param('entitlementId', IdPipe) entitlementId: string, @IfMatch() version: number | '*', @Body() body: UpdateEntitlement): Promise<EntitlementReply> {
    return this.resources.updateEntitlement(actor, id, entitlementId, version, body);
  }
}
