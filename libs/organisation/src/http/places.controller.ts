import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { notFound } from '@opora/kit';
import { Actor, CurrentActor, Database, IdPipe, IfMatch, Permit, Versioned } from '@opora/platform';
import { Organisation } from '../organisation';
import {
  CreateDepartment, CreateLocation, CreateSupplier, DepartmentPage, DepartmentReply, DirectoryQuery, LocationPage, LocationReply, SupplierPage, SupplierReply, UpdateDepartment, UpdateLocation, UpdateSupplier,
} from '../organisation.dto';
import { departmentReply, locationReply, supplierReply } from '../organisation.replies';
import { activeOnly } from './narrow';

@ApiTags('organisation')
@Controller('departments')
export class DepartmentsController {
  constructor(
    private readonly organisation: Organisation,
    private readonly database: Database,
  ) {}

  @Get()
  @Permit('department.read')
  @ApiOkResponse({ type: DepartmentPage })
  async list(@CurrentActor() actor: Actor, @Query() query: DirectoryQuery): Promise<DepartmentPage> {
    const page = await this.organisation.departments.list(actor, query, activeOnly(query));
    return { ...page, items: page.items.map((record) => departmentReply(actor.locale, record)) };
  }

  @Get(':id')
  @Permit('department.read')
  @Versioned()
  @ApiOkResponse({ type: DepartmentReply })
  async read(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string): Promise<DepartmentReply> {
    return departmentReply(actor.locale, await this.organisation.departments.read(id));
  }

  @Post()
  @Permit('department.write')
  @Versioned('/departments')
  @ApiCreatedResponse({ type: DepartmentReply })
  create(@CurrentActor() actor: Actor, @Body() body: CreateDepartment): Promise<DepartmentReply> {
    return this.database.tx(async (tx) => departmentReply(actor.locale, await this.organisation.departments.create(tx, actor, body)), { operation: actor.operation });
  }

  @Patch(':id')
  @Permit('department.write')
  @Versioned()
  @ApiOkResponse({ type: DepartmentReply })
  update(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string, @IfMatch() version: number | '*', @Body() body: UpdateDepartment): Promise<DepartmentReply> {
    return this.database.tx(async (tx) => departmentReply(actor.locale, await this.organisation.departments.update(tx, actor, id, version, body)));
  }
}

@ApiTags('organisation')
@Controller('locations')
export class LocationsController {
  constructor(
    private readonly organisation: Organisation,
    private readonly database: Database,
  ) {}

  @Get()
  @Permit('location.read')
  @ApiOkResponse({ type: LocationPage })
  async list(@CurrentActor() actor: Actor, @Query() query: DirectoryQuery): Promise<LocationPage> {
    const page = await this.organisation.locations.list(actor, query, activeOnly(query));
    return { ...page, items: page.items.map((record) => locationReply(actor.locale, record)) };
  }

  @Get(':id')
  @Permit('location.read')
  @Versioned()
  @ApiOkResponse({ type: LocationReply })
  async read(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string): Promise<LocationReply> {
    return locationReply(actor.locale, await this.organisation.locations.read(id));
  }

  @Post()
  @Permit('location.write')
  @Versioned('/locations')
  @ApiCreatedResponse({ type: LocationReply })
  create(@CurrentActor() actor: Actor, @Body() body: CreateLocation): Promise<LocationReply> {
    return this.database.tx(async (tx) => locationReply(actor.locale, await this.organisation.locations.create(tx, actor, body)), { operation: actor.operation });
  }

  @Patch(':id')
  @Permit('location.write')
  @Versioned()
  @ApiOkResponse({ type: LocationReply })
  update(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string, @IfMatch() version: number | '*', @Body() body: UpdateLocation): Promise<LocationReply> {
    return this.database.tx(async (tx) => locationReply(actor.locale, await this.organisation.locations.update(tx, actor, id, version, body)));
  }
}

@ApiTags('organisation')
@Controller('suppliers')
export class SuppliersController {
  constructor(
    private readonly organisation: Organisation,
    private readonly database: Database,
  ) {}

  @Get()
  @Permit('supplier.read')
  @ApiOkResponse({ type: SupplierPage })
  async list(@CurrentActor() actor: Actor, @Query() query: DirectoryQuery): Promise<SupplierPage> {
    const page = await this.organisation.suppliers.list(actor, query, (builder) => {
      activeOnly(query)(builder);
      if (!actor.scopes('supplier.read').has('all')) builder.andWhere('x.id = :own', { own: actor.supplierId });
    });
    return { ...page, items: page.items.map(supplierReply) };
  }

  @Get(':id')
  @Permit('supplier.read')
  @Versioned()
  @ApiOkResponse({ type: SupplierReply })
  async read(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string): Promise<SupplierReply> {
    if (!actor.scopes('supplier.read').has('all') && actor.supplierId !== id.toLowerCase()) throw notFound();
    return supplierReply(await this.organisation.suppliers.read(id));
  }

  @Post()
  @Permit('supplier.write')
  @Versioned('/suppliers')
  @ApiCreatedResponse({ type: SupplierReply })
  create(@CurrentActor() actor: Actor, @Body() body: CreateSupplier): Promise<SupplierReply> {
    return this.database.tx(async (tx) => supplierReply(await this.organisation.suppliers.create(tx, actor, body)), { operation: actor.operation });
  }

  @Patch(':id')
  @Permit('supplier.write')
  @Versioned()
  @ApiOkResponse({ type: SupplierReply })
  update(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string, @IfMatch() version: number | '*', @Body() body: UpdateSupplier): Promise<SupplierReply> {
    return this.database.tx(async (tx) => supplierReply(await this.organisation.suppliers.update(tx, actor, id, version, body)));
  }
}
