import { readFileSync } from 'node:fs';
import type { Config } from 'jest';

/* Variant B of the stack notes: CommonJS, with the packages that are published as ES modules alone transformed too,
   because jest on Node 20 cannot require(esm) by itself. */
const swc = JSON.parse(readFileSync('.swcrc', 'utf8'));
delete swc.$schema;
swc.swcrc = false;
swc.jsc.baseUrl = process.cwd();
delete swc.jsc.paths;
const { baseUrl, ...jsc } = swc.jsc;
const swcJs = { ...swc, jsc: { ...jsc, parser: { syntax: 'ecmascript' }, transform: {} } };
const esm = '@nestjs|file-type|strtok3|token-types|uint8array-extras|@tokenizer|@borewit|uuid|csv-parse|csv-stringify|safe-stable-stringify|content-disposition|intl-messageformat|@formatjs';

const base = {
  testEnvironment: 'node',
  roots: ['<rootDir>/apps', '<rootDir>/libs'],
  transform: { '^.+\\.tsx?$': ['@swc/jest', swc], '^.+\\.m?js$': ['@swc/jest', swcJs] },
  transformIgnorePatterns: [`/node_modules/(?!(${esm})/)`],
  moduleNameMapper: { '^@opora/([a-z-]+)$': '<rootDir>/libs/$1/src/index.ts' },
  modulePathIgnorePatterns: ['<rootDir>/dist'],
} satisfies Config;
const database = { globalSetup: '<rootDir>/libs/testing/src/global-setup.ts', globalTeardown: '<rootDir>/libs/testing/src/global-teardown.ts' };

const config: Config = {
  projects: [
    { ...base, displayName: 'spec', testRegex: '(?<!\\.db)\\.spec\\.ts$' },
    { ...base, ...database, displayName: 'db', testRegex: '\\.db\\.spec\\.ts$' },
    { ...base, ...database, displayName: 'e2e', testRegex: '\\.e2e\\.ts$' },
    { ...base, ...database, displayName: 'ui', testRegex: '\\.ui\\.ts$' },
  ],
  testTimeout: 120_000,
};
export default config;
