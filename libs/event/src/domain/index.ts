export * from './alert';
export * from './correlate';
export * from './event';
export * from './flapping';
export { MAX_BATCH, normalise } from './normalise';
export * from './rules';
export type { CloudMessage } from './senders/cloudevents';
export { Trial, type TrialEvent, type TrialRow } from './trial';
export { type Fields, isFields } from './values';
