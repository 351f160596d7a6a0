// What the compiler cannot say. Formatting is nobody's quarrel here: no rule of this file is about spaces.
import pluginVue from 'eslint-plugin-vue';
import tseslint from 'typescript-eslint';
import vueParser from 'vue-eslint-parser';
import { heliotrope } from './tools/lint/plugin.mjs';

const server = ['{apps,libs,database}/**/*.ts', 'apps/{console,student}/**/*.vue'];
const proofs = ['**/*.spec.ts', '**/*.journey.ts', '**/testing/**'];
const rules = ['libs/*/src/rules/**/*.ts', 'libs/kernel/src/**/*.ts'];

const forbid = (object, property, message) => ({ object, property, message });
const environment = forbid('process', 'env', 'Configuration is read once, in platform/config; take it from there.');

export default tseslint.config(
  { ignores: ['**/node_modules/', '**/dist/', '.nx/', '.data/', 'libs/api-client/src/generated/', '**/*.d.ts'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },

  {
    files: ['**/*.{ts,mjs,cjs,vue}'],
    plugins: { '@typescript-eslint': tseslint.plugin, heliotrope },
    languageOptions: { parser: tseslint.parser, ecmaVersion: 2025, sourceType: 'module' },
    rules: {
      'no-debugger': 'error',
      'no-dupe-keys': 'error',
      'no-duplicate-case': 'error',
      'no-unreachable': 'error',
      'no-self-compare': 'error',
      'no-unsafe-finally': 'error',
      'no-constant-condition': ['error', { checkLoops: false }],
      'no-empty': ['error', { allowEmptyCatch: false }],
      'no-var': 'error',
      'prefer-const': ['error', { destructuring: 'all' }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-throw-literal': 'error',
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx', 'hack'], location: 'start' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrorsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-asserted-optional-chain': 'error',
      '@typescript-eslint/ban-ts-comment': ['error', { 'ts-expect-error': 'allow-with-description' }],
      '@typescript-eslint/no-require-imports': 'off',
    },
  },

  {
    files: ['**/*.vue'],
    plugins: { vue: pluginVue },
    languageOptions: { parser: vueParser, parserOptions: { parser: tseslint.parser, extraFileExtensions: ['.vue'] } },
    processor: pluginVue.processors.vue,
    rules: {
      ...Object.assign({}, ...pluginVue.configs['flat/essential'].map((config) => config.rules ?? {})),
      'vue/multi-word-component-names': 'off', // a feature's page is called what it is
      'vue/no-mutating-props': ['error', { shallowOnly: true }], // a ref handed down inside an object is meant to be turned
      'vue/no-v-html': 'error',
      'vue/require-v-for-key': 'error',
      'vue/no-template-target-blank': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },

  {
    files: server,
    ignores: ['libs/platform/src/config/**', 'apps/journeys/**', '**/vite.config.ts', ...proofs],
    rules: { 'no-restricted-properties': ['error', environment] },
  },

  {
    files: ['{apps,libs}/**/*.ts'],
    ignores: proofs,
    rules: {
      'no-console': 'error', // logs go through the logger, which keeps children's data out of them
      'heliotrope/route-is-guarded': 'error',
      'heliotrope/injection-by-value': 'error',
    },
  },

  {
    files: rules,
    ignores: proofs,
    rules: {
      'no-restricted-properties': [
        'error',
        forbid('Date', 'now', 'A rule takes the moment as an argument.'),
        forbid('Math', 'random', 'A rule gives the same answer to the same question.'),
        forbid('crypto', 'randomUUID', 'A rule gives the same answer to the same question.'),
        forbid('performance', 'now', 'A rule takes the moment as an argument.'),
      ],
      'no-restricted-globals': [
        'error',
        ...['process', 'Buffer', 'setTimeout', 'setInterval', 'setImmediate', 'fetch', 'window', 'document', 'localStorage', 'performance'].map((name) => ({
          name,
          message: 'A rule touches nothing of the world.',
        })),
      ],
      'no-restricted-syntax': [
        'error',
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'A rule takes the moment as an argument.' },
        { selector: "CallExpression[callee.name='Date']", message: 'A rule takes the moment as an argument.' },
        { selector: 'ImportExpression', message: 'A rule imports at the top, where the walls can see it.' },
      ],
    },
  },

  {
    files: proofs,
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: "MemberExpression[object.name=/^(it|test|describe)$/][property.name=/^(only|skip|todo|failing)$/]",
          message: 'Every test runs, always.',
        },
        { selector: "CallExpression[callee.name=/^(xit|xtest|xdescribe|fit|fdescribe)$/]", message: 'Every test runs, always.' },
      ],
    },
  },
);
