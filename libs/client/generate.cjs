'use strict';
/* Writes src/schema.ts from docs/openapi.json. Usage: npm run client [-- address of another document] */
const { readFileSync, writeFileSync } = require('node:fs');
const { join, relative } = require('node:path');
const PREFIX = '/api/v1';

async function main() {
  const { default: openapi, astToString } = await import('openapi-typescript');
  const source = process.argv[2] ?? join(__dirname, '..', '..', 'docs', 'openapi.json');
  const text = /^https?:/.test(source) ? await (await fetch(source)).text() : readFileSync(source, 'utf8');
  const document = JSON.parse(text);
  document.paths = Object.fromEntries(Object.entries(document.paths).filter(([path]) => path.startsWith(PREFIX)).map(([path, item]) => [path.slice(PREFIX.length), item]));
  const target = join(__dirname, 'src', 'schema.ts');
  writeFileSync(target, `/* Made by npm run client; not to be edited. */\n${astToString(await openapi(document, { exportType: false, defaultNonNullable: false, emptyObjectsUnknown: true, alphabetize: true }))}`);
  console.log(`Wrote ${relative(process.cwd(), target)}: ${Object.keys(document.paths).length} paths.`);
}

main().catch((error) => {
  console.error(error.message);
  process.exit(1);
});
