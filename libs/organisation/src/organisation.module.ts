import { Module } from '@nestjs/common';
import { JournalModule } from '@opora/journal';
import { AbsencesController } from './http/absences.controller';
import { DepartmentsController, LocationsController, SuppliersController } from './http/places.controller';
import { GroupsController } from './http/groups.controller';
import { Absences } from './absences';
import { Members } from './members';
import { Organisation } from './organisation';

@Module({ imports: [JournalModule], providers: [Organisation, Members, Absences], exports: [Organisation, Members, Absences] })
export class OrganisationModule {}

@Module({ imports: [OrganisationModule], controllers: [DepartmentsController, LocationsController, SuppliersController, GroupsController, AbsencesController] })
export class OrganisationHttp {}
