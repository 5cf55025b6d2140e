import './catalogue.messages';

export { Catalogue } from './catalogue';
export { catalogueChecks } from './catalogue.checks';
export { CatalogueHttp, CatalogueModule } from './catalogue.module';
export { type ApprovalPolicyStep, OFFERING_KINDS, type OfferingCost, type OfferingDefinition, type OfferingKind, type PlannedWork, planFor, stepsFor } from './domain/offering';
export { CI_STATUSES, Category, ConfigurationItem, RELATION_TYPES, type RelationType, Offering, Service, type ServiceStatus, catalogueEntities } from './entities';
export { catalogueMigrations } from './migrations';
export { type KnownReferences, type References, referencesQuestion, refuseUnknown } from './references';
export { Relations } from './relations';
export { OrderBody } from './dto/orders.dto';
export { Offerings } from './offerings/offerings';
export { Ordering } from './offerings/ordering';
export { type Order, type OrderPromise, type OrderTaker, OrderTakers, type PlacedOrder } from './offerings/takers';
