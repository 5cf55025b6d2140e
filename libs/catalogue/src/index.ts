export { Catalogue, type References } from './catalogue';
export { CatalogueHttp, CatalogueModule } from './catalogue.module';
export { CI_STATUSES, Category, ConfigurationItem, RELATION_TYPES, type RelationType, Service, type ServiceStatus, catalogueEntities } from './entities';
export { catalogueMigrations } from './migrations';
export { Relations } from './relations';
