export { testDatabase, type TestDatabase, type TestSql } from './database';
