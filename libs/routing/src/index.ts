export type { Candidate, Destination, Outcome, Strategy, StrategyDecision } from './domain';
export { STRATEGIES, choose } from './domain';
export { routingMigrations } from './migrations';
export { RoutingModule } from './routing.module';
export type { PlaceRow } from './routing.queries';
export { type Placement, Routing, type RoutingDecision, type Wish } from './routing';
