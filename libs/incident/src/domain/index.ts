export * from './incident';
export * from './lifecycle';
export * from './authority';
export * from './decision';
export * from './decide';
export * from './edit';
export * from './priority';
export * from './thanks';
