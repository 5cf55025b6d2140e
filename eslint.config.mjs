import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const TESTS = ['**/*.spec.ts', '**/*.spec.tsx', '**/*.e2e.ts', '**/*.ui.ts', '**/*.bench.ts', '**/src/test/**', 'libs/testing/**', 'libs/simulator/**'];

/* Time, chance and settings are injected (architecture.md, "What must hold everywhere"): a test can say "eight working hours later" only then. */
const injected = [
  { selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']", message: 'Time is injected: take Clock, tx.now or an argument.' },
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Time is injected: take Clock, tx.now or an argument.' },
  { selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']", message: 'Chance is injected: take Ids, or an argument.' },
  { selector: "MemberExpression[object.name='process'][property.name='env']", message: 'Settings come from Config, the one validated place.' },
];
const house = [
  { selector: "Property[key.name='synchronize'][value.value=true]", message: 'The schema changes by migrations alone.' },
  { selector: "MethodDefinition[kind='constructor'] > FunctionExpression[params.length>6]", message: 'More than six injected: this class has more than one purpose.' },
];

const explained = {
  rules: {
    'explained-disable': {
      meta: { type: 'problem', schema: [], messages: { unexplained: 'A rule may be switched off only with a reason: eslint-disable-next-line <rule> -- <why>.' } },
      create: (context) => ({
        Program() {
          for (const comment of context.sourceCode.getAllComments())
            if (/^\s*eslint-disable/.test(comment.value) && !/\s--\s+\S/.test(comment.value)) context.report({ loc: comment.loc, messageId: 'unexplained' });
        },
      }),
    },
  },
};

export default tseslint.config(
  { ignores: ['dist/**', 'node_modules/**', '.cache/**', '.opora*/**', 'coverage/**', 'screenshots/**', 'libs/testing/fixtures/**', 'libs/client/src/schema.ts', 'libs/client/src/generated/**', '**/*.d.ts'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  ...tseslint.configs.recommended.map((config) => ({ ...config, files: ['**/*.ts', '**/*.tsx'] })),
  {
    files: ['**/*.ts', '**/*.tsx'],
    plugins: { opora: explained },
    rules: {
      'opora/explained-disable': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none', ignoreRestSiblings: true }],
      '@typescript-eslint/no-extraneous-class': 'off',
      '@typescript-eslint/no-empty-object-type': ['error', { allowInterfaces: 'with-single-extends' }],
      'max-lines': ['error', { max: 300 }],
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx'], location: 'start' }],
      'no-restricted-syntax': ['error', ...house],
      'no-restricted-imports': ['error', { paths: [{ name: '@nestjs/common', importNames: ['forwardRef'], message: 'A circle of modules is a design fault: calls go down, events go up.' }] }],
      'no-console': 'error',
      eqeqeq: ['error', 'always'],
    },
  },
  {
    files: ['libs/**/*.ts', 'apps/api/**/*.ts', 'apps/worker/**/*.ts'],
    ignores: [...TESTS, 'libs/platform/src/clock/**', 'libs/platform/src/config/**', 'libs/platform/src/ids/**', 'libs/embedded-postgres/**', 'apps/*/src/main.ts'],
    rules: { 'no-restricted-syntax': ['error', ...house, ...injected] },
  },
  {
    files: ['libs/**/*.ts', 'apps/**/*.ts'],
    ignores: [...TESTS, 'libs/platform/src/egress/**', 'libs/client/**', 'apps/web/**', 'apps/standalone/**'],
    rules: {
      'no-restricted-globals': ['error', { name: 'fetch', message: 'The house is left through the one egress client (platform/egress), which refuses private addresses.' }],
      'no-restricted-imports': ['error', {
        paths: [
          { name: '@nestjs/common', importNames: ['forwardRef'], message: 'A circle of modules is a design fault: calls go down, events go up.' },
          ...['node:http', 'node:https', 'http', 'https', 'undici', 'axios', 'got'].map((name) => ({ name, message: 'The house is left through the one egress client (platform/egress).', allowTypeImports: true })),
        ],
      }],
    },
  },
  {
    files: ['libs/**/*.ts', 'apps/api/**/*.ts', 'apps/worker/**/*.ts', 'apps/standalone/**/*.ts'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    // A promise that nobody waits for is a transaction outside of its transaction, or an error that nobody hears.
    rules: { '@typescript-eslint/no-floating-promises': 'error', '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { arguments: false, attributes: false } }], '@typescript-eslint/await-thenable': 'error' },
  },
  {
    files: ['apps/web/src/**/*.{ts,tsx}'],
    ignores: [...TESTS, 'apps/web/src/shared/api/**', 'apps/web/src/shared/stream/**'],
    rules: { 'no-restricted-globals': ['error', { name: 'fetch', message: 'The server is asked through shared/api.' }, { name: 'EventSource', message: 'The stream is read by shared/stream.' }] },
  },
  { files: ['apps/web/**/*.{ts,tsx}'], plugins: { 'react-hooks': reactHooks }, rules: { 'react-hooks/rules-of-hooks': 'error', 'react-hooks/exhaustive-deps': 'error' } },
  { files: ['apps/standalone/**/*.ts', ...TESTS, 'libs/**/*.cli.ts'], rules: { 'no-console': 'off' } },
  { files: TESTS, rules: { 'max-lines': ['error', { max: 500 }] } },
);
