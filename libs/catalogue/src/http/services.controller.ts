import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Actor, CurrentActor, IdPipe, IfMatch, Permit, Versioned } from '@opora/platform';
import { CategoryPage, CategoryQuery, CategoryReply, CreateCategory, CreateService, ServicePage, ServiceQuery, ServiceReply, UpdateCategory, UpdateService } from '../catalogue.dto';
import { Categories, Services } from '../services';

@ApiTags('catalogue')
@Controller('services')
export class ServicesController {
  constructor(private readonly services: Services) {}

  @Get()
  @Permit('service.read')
  @ApiOkResponse({ type: ServicePage })
  list(@CurrentActor() actor: Actor, @Query() query: ServiceQuery): Promise<ServicePage> {
    return this.services.list(actor, query);
  }

  @Get(':id')
  @Permit('service.read')
  @Versioned()
  @ApiOkResponse({ type: ServiceReply })
  read(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string): Promise<ServiceReply> {
    return this.services.read(actor, id);
  }

  @Post()
  @Permit('service.write')
  @Versioned('/services')
  @ApiCreatedResponse({ type: ServiceReply })
  create(@CurrentActor() actor: Actor, @Body() body: CreateService): Promise<ServiceReply> {
    return this.services.create(actor, body);
  }

  @Patch(':id')
  @Permit('service.write')
  @Versioned()
  @ApiOkResponse({ type: ServiceReply })
  update(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string, @IfMatch() version: number | '*', @Body() body: UpdateService): Promise<ServiceReply> {
    return this.services.update(actor, id, version, body);
  }
}

@ApiTags('catalogue')
@Controller('categories')
export class CategoriesController {
  constructor(private readonly categories: Categories) {}

  @Get()
  @Permit('category.read')
  @ApiOkResponse({ type: CategoryPage })
  list(@CurrentActor() actor: Actor, @Query() query: CategoryQuery): Promise<CategoryPage> {
    return this.categories.list(actor, query);
  }

  @Get(':id')
  @Permit('category.read')
  @Versioned()
  @ApiOkResponse({ type: CategoryReply })
  read(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string): Promise<CategoryReply> {
    return this.categories.read(actor, id);
  }

  @Post()
  @Permit('category.write')
  @Versioned('/categories')
  @ApiCreatedResponse({ type: CategoryReply })
  create(@CurrentActor() actor: Actor, @Body() body: CreateCategory): Promise<CategoryReply> {
    return this.categories.create(actor, body);
  }

  @Patch(':id')
  @Permit('category.write')
  @Versioned()
  @ApiOkResponse({ type: CategoryReply })
  update(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string, @IfMatch() version: number | '*', @Body() body: UpdateCategory): Promise<CategoryReply> {
    return this.categories.update(actor, id, version, body);
  }
}
