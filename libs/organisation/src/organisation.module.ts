import { Module } from '@nestjs/common';
import { JournalModule } from '@opora/journal';
import { AbsencesController } from './http/absences.controller';
import { DepartmentsController, LocationsController, SuppliersController } from './http/places.controller';
import { GroupsController } from './http/groups.controller';
import { SettingsController } from './http/settings.controller';
import { Absences } from './absences';
import { Members } from './members';
import { Organisation } from './organisation';
import { ApplicationSettingsRegistry } from './settings/registry';
import { ApplicationSettings } from './settings/settings';

const SERVICES = [Organisation, Members, Absences, ApplicationSettings, ApplicationSettingsRegistry];

@Module({ imports: [JournalModule], providers: SERVICES, exports: SERVICES })
export class OrganisationModule {}

@Module({ imports: [OrganisationModule], controllers: [DepartmentsController, LocationsController, SuppliersController, GroupsController, AbsencesController, SettingsController] })
export class OrganisationHttp {}
