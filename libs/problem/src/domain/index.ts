export * from './problem';
export * from './lifecycle';
export * from './decide';
export * from './repetition';
