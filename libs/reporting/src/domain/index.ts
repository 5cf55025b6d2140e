export * from './figures';
export * from './heat';
export * from './period';
