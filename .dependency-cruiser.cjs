'use strict';
/* The house's walls, made from libs/boundaries.json. One bad example of each rule lies in libs/testing/fixtures/boundaries and is proven to be found. */
const { libs, everyone } = require('./libs/boundaries.json');

/** Everything that a module may call: what is listed for it, and what that may call in turn. */
function below(name, seen = new Set()) {
  for (const next of libs[name] ?? []) {
    if (seen.has(next)) continue;
    seen.add(next);
    below(next, seen);
  }
  return seen;
}

for (const name of Object.keys(libs)) if (below(name).has(name)) throw new Error(`libs/boundaries.json: ${name} reaches itself; the list must be a DAG.`);

const any = (names) => `(?:${[...names].join('|')})`;
const isolated = new Set(['kit', 'platform', 'form', 'embedded-postgres', 'client', 'simulator']);

const listed = Object.keys(libs)
  .filter((name) => !libs[name].includes('*'))
  .map((name) => ({
    name: `only-listed-faces-${name}`,
    comment: `libs/boundaries.json does not list this module for ${name}: what goes up or sideways is an event.`,
    severity: 'error',
    from: { path: `^libs/${name}/`, pathNot: TESTS() },
    to: { path: '^libs/', pathNot: `^libs/${any([name, ...below(name), ...(isolated.has(name) ? [] : everyone)])}/` },
  }));

function TESTS() {
  return '[.](?:spec|e2e|ui|bench)[.]tsx?$|^(?:libs|apps)/[^/]+/src/test/';
}

module.exports = {
  forbidden: [
    ...listed,
    {
      name: 'module-not-in-the-list',
      comment: 'A new module states in libs/boundaries.json what it may call.',
      severity: 'error',
      from: { path: '^libs/[^/]+/', pathNot: `^libs/${any(Object.keys(libs))}/` },
      to: {},
    },
    {
      name: 'only-through-the-face',
      comment: 'Another module is imported as @opora/<module>, that is libs/<module>/src/index.ts.',
      severity: 'error',
      from: { path: '^(?:libs|apps)/([^/]+)/' },
      to: { path: '^libs/', pathNot: ['^libs/$1/', '^libs/[^/]+/src/index[.]ts$'] },
    },
    {
      name: 'domain-is-pure',
      comment: 'domain/ knows no framework, no database, no Node: only itself, kit, the rules of forms, and types.',
      severity: 'error',
      from: { path: '^libs/([^/]+)/src/domain/', pathNot: TESTS() },
      to: { pathNot: ['^libs/$1/src/domain/', '^libs/(?:kit|form)/src/index[.]ts$', 'node_modules/(?:@types/)?(?:luxon|date-holidays|safe-stable-stringify)/'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'kit-is-pure',
      comment: 'kit knows no Nest, no TypeORM, no Node.',
      severity: 'error',
      from: { path: '^libs/kit/', pathNot: TESTS() },
      to: { pathNot: '^libs/kit/' },
    },
    {
      name: 'testing-is-for-tests',
      comment: 'What tests use never reaches the product.',
      severity: 'error',
      from: { pathNot: [TESTS(), '^libs/testing/', '^jest[.]config[.]ts$'] },
      to: { path: '^libs/testing/' },
    },
    {
      name: 'apps-stand-alone',
      comment: 'Apps compose modules; only the one-command start knows the other apps.',
      severity: 'error',
      from: { path: '^apps/([^/]+)/', pathNot: ['^apps/standalone/', TESTS()] },
      to: { path: '^apps/', pathNot: ['^apps/$1/', '^apps/api/src/modules[.]ts$'] },
    },
    {
      name: 'libs-know-no-app',
      comment: 'A module does not know where it is composed.',
      severity: 'error',
      from: { path: '^libs/', pathNot: ['^libs/testing/', TESTS()] },
      to: { path: '^apps/' },
    },
    {
      name: 'web-speaks-http',
      comment: 'The SPA knows the server by the generated client; it shares what is pure: kit, and the rules of forms.',
      severity: 'error',
      from: { path: '^apps/web/', pathNot: TESTS() },
      to: { path: '^libs/', pathNot: '^libs/(?:client|form|kit)/' },
    },
    {
      name: 'web-layers',
      comment: 'app → pages → features → shared.',
      severity: 'error',
      from: { path: '^apps/web/src/shared/' },
      to: { path: '^apps/web/src/(?:app|pages|features)/' },
    },
    {
      name: 'web-layers-features',
      comment: 'app → pages → features → shared.',
      severity: 'error',
      from: { path: '^apps/web/src/features/' },
      to: { path: '^apps/web/src/(?:app|pages)/' },
    },
    {
      name: 'web-layers-pages',
      comment: 'app → pages → features → shared.',
      severity: 'error',
      from: { path: '^apps/web/src/pages/' },
      to: { path: '^apps/web/src/app/' },
    },
    {
      name: 'web-features-sideways',
      comment: 'A feature uses no other feature but the base ones: ticket, people, catalogue.',
      severity: 'error',
      from: { path: '^apps/web/src/features/([^/]+)/' },
      to: { path: '^apps/web/src/features/', pathNot: '^apps/web/src/features/(?:$1|ticket|people|catalogue)/' },
    },
    {
      name: 'one-importer-of-mantine',
      comment: 'The UI kit can be replaced as long as only shared/ui knows it.',
      severity: 'error',
      from: { path: '^apps/web/', pathNot: '^apps/web/src/shared/ui/' },
      to: { path: 'node_modules/@mantine/' },
    },
    {
      name: 'no-circle',
      comment: 'Two files that import one another are one file, or a missing third.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['^dist/', '^libs/testing/fixtures/', '[.]d[.]ts$'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types'], mainFields: ['main', 'types'] },
  },
};
