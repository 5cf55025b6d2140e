import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..', '..');
const FIXTURES = join(ROOT, 'libs', 'testing', 'fixtures', 'boundaries');

interface Cruise {
  summary: { violations: { from: string; to: string; rule: { name: string } }[] };
}

it('finds each kind of forbidden import in the bad examples, and nothing else there', () => {
  const cruiser = join(ROOT, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');
  const run = spawnSync(process.execPath, [cruiser, '--config', join(ROOT, '.dependency-cruiser.cjs'), '--output-type', 'json', 'libs', 'apps'], { cwd: FIXTURES, encoding: 'utf8', maxBuffer: 32 * 1024 * 1024 });
  const { summary } = JSON.parse(run.stdout) as Cruise;
  const found = new Set(summary.violations.map(({ rule, from }) => `${rule.name}: ${from}`));
  expect([...found].sort()).toEqual(
    [
      'only-listed-faces-journal: libs/journal/src/only-listed-faces.ts',
      'only-listed-faces-kit: libs/kit/src/kit-is-pure.ts',
      'only-listed-faces-reporting: libs/reporting/src/testing-is-for-tests.ts',
      'module-not-in-the-list: libs/unlisted/src/index.ts',
      'only-through-the-face: libs/ticket/src/only-through-the-face.ts',
      'domain-is-pure: libs/incident/src/domain/domain-is-pure.ts',
      'domain-is-pure: libs/incident/src/domain/domain-knows-no-framework.ts',
      'kit-is-pure: libs/kit/src/kit-is-pure.ts',
      'testing-is-for-tests: libs/reporting/src/testing-is-for-tests.ts',
      'apps-stand-alone: apps/api/src/apps-stand-alone.ts',
      'libs-know-no-app: libs/reporting/src/libs-know-no-app.ts',
      'web-layers: apps/web/src/shared/web-layers.ts',
      'web-layers-features: apps/web/src/features/incident/web-layers-features.ts',
      'web-layers-pages: apps/web/src/pages/web-layers-pages.ts',
      'web-features-sideways: apps/web/src/features/incident/web-features-sideways.ts',
      'web-speaks-http: apps/web/src/pages/web-speaks-http.ts',
      'one-importer-of-mantine: apps/web/src/pages/one-importer-of-mantine.ts',
      'no-circle: libs/platform/src/no-circle.ts',
    ].sort(),
  );
});

it('gives every rule a bad example', () => {
  const config = readFileSync(join(ROOT, '.dependency-cruiser.cjs'), 'utf8');
  const rules = [...config.matchAll(/name: '([a-z-]+)'/g)].map(([, name]) => name);
  const proof = readFileSync(__filename, 'utf8');
  expect(rules.filter((name) => !proof.includes(`'${name}: `))).toEqual([]);
});

it('keeps the list of faces free of circles', () => {
  const { libs } = JSON.parse(readFileSync(join(ROOT, 'libs', 'boundaries.json'), 'utf8')) as { libs: Record<string, string[]> };
  const reaches = (from: string, goal: string, seen = new Set<string>()): boolean =>
    (libs[from] ?? []).some((next) => next === goal || (!seen.has(next) && reaches(next, goal, seen.add(next))));
  expect(Object.keys(libs).filter((name) => reaches(name, name))).toEqual([]);
});
