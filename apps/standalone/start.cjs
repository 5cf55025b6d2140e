'use strict';
/* npm start: checks what a newcomer's machine may lack, builds what changed, then hands over to the compiled launcher.
   npm run backup, check …: the same for a command of the server, named by the first argument. */
const { existsSync } = require('node:fs');
const { join } = require('node:path');

const ROOT = join(__dirname, '..', '..');
const command = process.argv[2] ?? 'main';
const [major, minor] = process.versions.node.split('.').map(Number);

function stop(sentence) {
  console.error(sentence);
  process.exit(1);
}

if (major < 20 || (major === 20 && minor < 19)) stop(`Opora needs Node 20.19 or newer, and this is ${process.version}.`);
if (!existsSync(join(ROOT, 'node_modules', '@nestjs', 'core'))) stop('The packages are not installed: run "npm install" first.');
process.chdir(ROOT);
try {
  require('./build.cjs').build(command === 'main' || command === 'bench/web' ? {} : { serverOnly: true, say: () => undefined });
} catch (error) {
  stop(error.message);
}
require(join(ROOT, 'dist', 'apps', 'standalone', 'src', command));
