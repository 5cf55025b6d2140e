export * from './agreement';
export * from './metrics';
export * from './replay';
export * from './simulate';
