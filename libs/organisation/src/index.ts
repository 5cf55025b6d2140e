import './organisation.messages';

export { Absences } from './absences';
export { demoId } from './demo';
export { Directory, type DirectorySpec } from './directory';
export { Absence, Department, GroupMember, type GroupStrategy, Kept, Location, Named, Person, STRATEGIES, Supplier, SupportGroup, organisationEntities } from './entities';
export { activeOnly } from './http/narrow';
export { Members } from './members';
export { organisationChecks } from './organisation.checks';
export { organisationMigrations } from './migrations';
export { DepartmentReply, DirectoryQuery, GroupReply, LocationReply, PersonBrief } from './organisation.dto';
export { OrganisationHttp, OrganisationModule } from './organisation.module';
export { nameIn } from './organisation.replies';
export { Organisation, type PersonCard } from './organisation';
export { type ApplicationSetting, ApplicationSettingsRegistry } from './settings/registry';
export { ApplicationSettings } from './settings/settings';
