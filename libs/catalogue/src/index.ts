export { Catalogue } from './catalogue';
export { catalogueChecks } from './catalogue.checks';
export { CatalogueHttp, CatalogueModule } from './catalogue.module';
export { CI_STATUSES, Category, ConfigurationItem, RELATION_TYPES, type RelationType, Service, type ServiceStatus, catalogueEntities } from './entities';
export { catalogueMigrations } from './migrations';
export { type KnownReferences, type References, referencesQuestion, refuseUnknown } from './references';
export { Relations } from './relations';
