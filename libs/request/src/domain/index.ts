export * from './decide';
export * from './lifecycle';
export * from './request';
