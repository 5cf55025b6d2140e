import { Module } from '@nestjs/common';
import { OrganisationModule } from '@opora/organisation';
import { Routing } from './routing';
import { Shifts } from './shifts';
import { ShiftsController } from './shifts.controller';

@Module({ imports: [OrganisationModule], providers: [Routing, Shifts], exports: [Routing, Shifts] })
export class RoutingModule {}

@Module({ imports: [RoutingModule], controllers: [ShiftsController] })
export class RoutingHttp {}
