'use strict';
/* npm test: lint, types, boundaries, then the four sizes of tests, each with one line of outcome and all of them with one at the end.
   Usage: node apps/standalone/test.cjs [--full] [step …]     --full plays every combination (npm run test:full). */
const { spawn } = require('node:child_process');
const { mkdirSync, readFileSync, rmSync } = require('node:fs');
const { join } = require('node:path');

const ROOT = join(__dirname, '..', '..');
const MODULES = join(ROOT, 'node_modules');
const CACHE = join(ROOT, '.cache', 'test');

const node = (script, ...args) => [process.execPath, [join(MODULES, ...script.split('/')), ...args]];
const jest = (project, ...args) => () => [process.execPath, [join(MODULES, 'jest', 'bin', 'jest.js'), '--selectProjects', project, '--passWithNoTests', '--json', ...args]];
/* Each file of these boots an application: two at a time, in processes that are made anew before they grow too large. */
const BOOTING = ['--maxWorkers=2', '--workerIdleMemoryLimit=1500MB', '--forceExit'];

/* In the order of how soon they tell. Each is a thing that passed or failed; the tests count one by one. */
const STEPS = [
  { name: 'lint', command: () => node('eslint/bin/eslint.js', '.', '--cache', '--cache-location', join(CACHE, 'eslint'), '--cache-strategy', 'content') },
  { name: 'types', command: () => node('typescript/bin/tsc', '-p', 'tsconfig.json') },
  { name: 'types of the web', needs: 'apps/web/tsconfig.json', command: () => node('typescript/bin/tsc', '--noEmit', '-p', 'apps/web/tsconfig.json') },
  { name: 'boundaries', command: () => node('dependency-cruiser/bin/dependency-cruise.mjs', 'libs', 'apps', '--config', '.dependency-cruiser.cjs', '--output-type', 'err') },
  { name: 'spec', command: jest('spec'), counted: true },
  { name: 'db', command: jest('db', '--maxWorkers=2'), counted: true },
  { name: 'build', command: () => [process.execPath, [join(__dirname, 'build.cjs')]] },
  { name: 'e2e', command: jest('e2e', ...BOOTING, '--testPathIgnorePatterns', '/faults/', 'launcher\\.e2e', '/node_modules/'), counted: true },
  // Alone: they start whole installations, and measure how soon these serve (again).
  { name: 'faults', command: jest('e2e', '--runInBand', '--forceExit', '--testPathPatterns', '/faults/|launcher\\.e2e'), counted: true },
  { name: 'ui', command: jest('ui', ...BOOTING), counted: true },
];

async function main() {
  const full = process.argv.includes('--full');
  const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
  const steps = STEPS.filter(({ name, needs }) => (wanted.length === 0 || wanted.includes(name)) && (!needs || exists(needs)));
  mkdirSync(CACHE, { recursive: true });
  const env = { ...process.env, OPORA_TEST_FULL: full ? '1' : '0', NODE_OPTIONS: process.env.NODE_OPTIONS ?? '--max-old-space-size=4096' };
  const outcomes = [];
  for (const step of steps) {
    const started = Date.now();
    process.stdout.write(`\n── ${step.name} ${'─'.repeat(Math.max(3, 70 - step.name.length))}\n`);
    const result = join(CACHE, `${step.name}.json`);
    rmSync(result, { force: true });
    const [command, args] = step.command();
    const code = await run([command, step.counted ? [...args, '--outputFile', result] : args], env);
    outcomes.push({ name: step.name, seconds: (Date.now() - started) / 1000, ...countsOf(step, code, result) });
  }
  report(outcomes);
  process.exit(outcomes.some(({ failed }) => failed > 0) ? 1 : 0);
}

function run([command, args], env) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: ROOT, env, stdio: 'inherit' });
    child.once('error', (error) => (console.error(error.message), resolve(1)));
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

function countsOf({ counted }, code, file) {
  if (!counted) return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
  try {
    const result = JSON.parse(readFileSync(file, 'utf8'));
    const broken = result.numRuntimeErrorTestSuites;
    const failed = result.numFailedTests + broken;
    return { passed: result.numPassedTests, failed: code !== 0 && failed === 0 ? 1 : failed, skipped: result.numPendingTests };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

function report(outcomes) {
  console.log(`\n${'═'.repeat(74)}`);
  for (const { name, passed, failed, skipped, seconds } of outcomes)
    console.log(`${failed ? '✗' : '✓'} ${name.padEnd(18)} ${String(passed).padStart(6)} passed${failed ? `, ${failed} failed` : ''}${skipped ? `, ${skipped} skipped` : ''}   ${seconds.toFixed(1)} s`);
  const sum = (key) => outcomes.reduce((total, outcome) => total + outcome[key], 0);
  console.log(`\n${sum('passed')} passed, ${sum('failed')} failed`);
}

function exists(path) {
  try {
    return readFileSync(join(ROOT, path)) && true;
  } catch {
    return false;
  }
}

void main();
