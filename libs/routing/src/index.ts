import './routing.messages';

export type { Candidate, Destination, OnCall, Outcome, Strategy, StrategyDecision } from './domain';
export { STRATEGIES, choose, chooseOnCall } from './domain';
export { routingMigrations } from './migrations';
export { RoutingHttp, RoutingModule } from './routing.module';
export type { PlaceRow } from './routing.queries';
export { type Placement, Routing, type RoutingDecision, type Wish } from './routing';
export { Shifts } from './shifts';
