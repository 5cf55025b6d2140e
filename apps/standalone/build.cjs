'use strict';
/* Compiles the server (swc) into dist/apps and dist/libs and the SPA (Vite) into dist/web. A part whose sources have not changed since is left as it is.
   Usage: node apps/standalone/build.cjs [--server-only] */
const { spawnSync } = require('node:child_process');
const { createHash } = require('node:crypto');
const { brotliCompressSync, constants, gzipSync } = require('node:zlib');
const { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } = require('node:fs');
const { join, relative } = require('node:path');

const ROOT = join(__dirname, '..', '..');
const DIST = join(ROOT, 'dist');
const TESTS = /\.(spec|e2e|ui)\.tsx?$/;
const COMPRESSIBLE = /\.(js|css|html|svg|webmanifest)$/;
/** Bytes; below it a header costs more than it saves. */
const WORTH_COMPRESSING = 512;
const MODULES = join(ROOT, 'node_modules');

const PARTS = {
  server: {
    sources: ['apps/api', 'apps/worker', 'apps/standalone', 'libs', '.swcrc', 'package-lock.json'],
    without: (path) => TESTS.test(path) || path.startsWith('libs/testing/') || path.startsWith('libs/simulator/') || path.includes('/src/test/') || path.endsWith('.cjs'),
    build: buildServer,
  },
  web: { sources: ['apps/web', 'libs/client', 'package-lock.json'], without: (path) => TESTS.test(path), build: buildWeb },
};

function build({ serverOnly = false, say = (line) => console.log(line) } = {}) {
  mkdirSync(DIST, { recursive: true });
  const release = lock();
  try {
    for (const [name, part] of Object.entries(PARTS)) {
      if (name === 'web' && (serverOnly || !existsSync(join(ROOT, 'apps', 'web', 'src', 'app', 'main.tsx')))) continue;
      const stamp = join(DIST, `.${name}.stamp`);
      const digest = digestOf(part);
      if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) continue;
      const started = Date.now();
      rmSync(stamp, { force: true });
      part.build();
      writeFileSync(stamp, digest);
      say(`Built the ${name} in ${((Date.now() - started) / 1000).toFixed(1)} s.`);
    }
  } finally {
    release();
  }
}

/** Contents, not times: a fresh clone or a switched branch must not fool it. */
function digestOf({ sources, without }) {
  const hash = createHash('sha256').update(process.version);
  for (const file of sources.flatMap((source) => filesOf(join(ROOT, source)))) {
    const path = relative(ROOT, file).replaceAll('\\', '/');
    if (!without(path)) hash.update(`${path}\0`).update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

function filesOf(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return [];
  if (!stat.isDirectory()) return [path];
  return readdirSync(path).sort().filter((name) => name !== 'node_modules').flatMap((name) => filesOf(join(path, name)));
}

function buildServer() {
  const making = join(DIST, '.making');
  rmSync(making, { recursive: true, force: true });
  const sources = ['apps/api', 'apps/worker', 'apps/standalone', 'libs'].filter((source) => existsSync(join(ROOT, source)));
  const ignored = ['**/*.spec.ts', '**/*.e2e.ts', '**/*.ui.ts', 'libs/testing/**', 'libs/simulator/**', '**/src/test/**', '**/*.cjs'];
  run(join(MODULES, '@swc', 'cli', 'bin', 'swc.js'), [...sources, '-d', making, '--config-file', '.swcrc', '--copy-files', '--quiet', '--ignore', ignored.join(',')]);
  for (const folder of ['apps', 'libs']) {
    rmSync(join(DIST, folder), { recursive: true, force: true });
    if (existsSync(join(making, folder))) renameSync(join(making, folder), join(DIST, folder));
  }
  rmSync(making, { recursive: true, force: true });
}

function buildWeb() {
  const making = join(DIST, '.making-web');
  run(join(MODULES, 'vite', 'bin', 'vite.js'), ['build', 'apps/web', '--outDir', making, '--emptyOutDir', '--logLevel', 'warn']);
  compress(making);
  rmSync(join(DIST, 'web'), { recursive: true, force: true });
  renameSync(making, join(DIST, 'web'));
}

/** Beside each text its smaller forms, made once and as small as they can be: the server only picks one. */
function compress(folder) {
  for (const file of filesOf(folder)) {
    if (!COMPRESSIBLE.test(file)) continue;
    const whole = readFileSync(file);
    if (whole.length < WORTH_COMPRESSING) continue;
    writeFileSync(`${file}.br`, brotliCompressSync(whole, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: whole.length } }));
    writeFileSync(`${file}.gz`, gzipSync(whole, { level: 9 }));
  }
}

function run(script, args) {
  const { status, error } = spawnSync(process.execPath, [script, ...args], { cwd: ROOT, env: { ...process.env, VITE_CONFIG_NATIVE_IGNORE_WARNING: 'true' }, stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) throw new Error(`The build failed: ${relative(ROOT, script)} ${error ? error.message : `ended with ${status}`}.`);
}

/** Two builds at once would mix their output; the second waits for the first. */
function lock() {
  const path = join(DIST, '.building');
  for (;;) {
    try {
      writeFileSync(path, String(process.pid), { flag: 'wx' });
      return () => rmSync(path, { force: true });
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      if (!isAlive(Number(readFileSync(path, { encoding: 'utf8', flag: 'a+' })))) rmSync(path, { force: true });
      else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
    }
  }
}

function isAlive(pid) {
  if (!pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

module.exports = { build };

if (require.main === module) {
  try {
    build({ serverOnly: process.argv.includes('--server-only') });
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}
