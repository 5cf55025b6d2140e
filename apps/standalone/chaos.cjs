'use strict';
/* npm run chaos [-- --fault F3 --seed 42 --cycles 20]: the fault tests of npm test again and again; a seed that failed plays again. */
const { spawn } = require('node:child_process');
const { join } = require('node:path');

const ROOT = join(__dirname, '..', '..');
const option = (name, fallback) => {
  const at = process.argv.indexOf(`--${name}`);
  return at === -1 ? fallback : process.argv[at + 1];
};

const args = [join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js'), '--selectProjects', 'e2e', '--runInBand', '--forceExit', '--testPathPatterns', '/faults/'];
const fault = option('fault', null);
const seed = option('seed', null);
const env = { ...process.env, OPORA_CYCLES: option('cycles', '20'), ...(seed ? { OPORA_SEED: seed } : {}) };
spawn(process.execPath, fault ? [...args, '-t', `${fault}:`] : args, { cwd: ROOT, env, stdio: 'inherit' }).once('exit', (code) => process.exit(code ?? 1));
