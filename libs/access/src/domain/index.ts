export * from './request';
export * from './lifecycle';
export * from './authority';
export * from './decide';
export * from './grant';
export * from './sod';
export * from './review';
