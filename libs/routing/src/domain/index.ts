export * from './strategy';
export * from './destination';
