export * from './agreement';
export * from './metrics';
export * from './replay';
export * from './simulate';
export * from './levels';
export * from './past';
export * from './way';
