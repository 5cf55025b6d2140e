export * from './refusal';
export * from './lifecycle';
export * from './page';
export * from './levels';
export * from './invariant';
export * from './approval';
export * from './plan';
export * from './csv';
