export { AUDIENCES, type Audience, SUBSCRIPTION_NAMES, type Subscription, factsFor, subscriptionOf, topicOf } from './events';
export { SCHEDULE, verdictOf, waitAfter } from './schedule';
