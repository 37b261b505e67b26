// How a machine keeps the house. The walls, which say who may import what, are in eslint.walls.js. An exception carries
// its reason.
import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import { defineConfig } from 'eslint/config';
import globals from 'globals';
import tseslint from 'typescript-eslint';
import { walls } from './eslint.walls.js';

const CODE = ['**/*.ts', '**/*.svelte'];
const TESTS = ['**/*.test.ts', 'tests/**/*.ts'];

const BANNED_SYNTAX = [
  {
    selector: 'TSEnumDeclaration',
    message: 'Write a union of values: Node runs the types away, an enum has code.',
  },
  {
    selector: 'ExportDefaultDeclaration',
    message: 'Export by name, so that it is called the same everywhere.',
  },
  {
    selector: 'ImportExpression',
    message: 'Import at the head of the file, where the walls are checked (eslint.walls.js).',
  },
];

export default defineConfig(
  {
    ignores: ['**/node_modules/', '**/build/', '**/dist/', '**/.svelte-kit/', '.data/'],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  svelte.configs.recommended,
  {
    languageOptions: {
      globals: globals.node,
      parserOptions: {
        projectService: true,
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: ['.svelte'],
      },
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { globals: globals.browser, parserOptions: { parser: tseslint.parser } },
  },
  {
    files: CODE,
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      // Numbers and booleans in a template are what one means to write.
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      // `() => call()` says "do it", whatever it answers.
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // A callback may be async where the caller is told to expect nothing (`void` in its type).
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
      // `async` also says that a throw is a rejection.
      '@typescript-eslint/require-await': 'off',
      // These do not see through branded types: -money, and a type parameter that names the brand.
      '@typescript-eslint/no-unsafe-unary-minus': 'off',
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      // Does not know void as the type argument of a call: Promise.withResolvers<void>().
      '@typescript-eslint/no-invalid-void-type': 'off',
      // Drizzle's database and its transaction stand for each other by their shape.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      'max-lines': ['error', 300],
      'max-lines-per-function': ['error', { max: 70, skipBlankLines: true, skipComments: true }],
      'no-restricted-syntax': ['error', ...BANNED_SYNTAX],
      // `== null` asks for both kinds of nothing.
      eqeqeq: ['error', 'always', { null: 'ignore' }],
    },
  },
  {
    // An app speaks through its logger; the stack and its scripts speak to the person at the terminal.
    files: ['apps/**', 'packages/**'],
    ignores: ['packages/verify/bin/**'],
    rules: { 'no-console': 'error' },
  },
  walls,
  {
    files: ['**/*.svelte'],
    rules: {
      // Svelte types the value of an input as any.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      // The portal is served at the root of its own origin.
      'svelte/no-navigation-without-resolve': 'off',
    },
  },
  {
    // Loads the application once it has set what the application reads as it is loaded.
    files: ['apps/portal/src/server/main.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        ...BANNED_SYNTAX.filter(({ selector }) => !selector.includes('Import')),
      ],
    },
  },
  {
    files: TESTS,
    rules: {
      // A describe block is one function around many tests.
      'max-lines-per-function': 'off',
      // What a server answers is looked into without parsing it first: a wrong shape fails the test all the same.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
    },
  },
  {
    // Their tools ask for a default export.
    files: ['**/*.config.ts', 'tests/support/global-setup.ts', 'tests/support/summary-reporter.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        ...BANNED_SYNTAX.filter(({ selector }) => !selector.includes('Default')),
      ],
    },
  },
  {
    // Outside every tsconfig: run by Node 20 as they are, or read by their tools.
    files: ['**/*.js', '**/*.mjs', '*.config.ts'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: { parserOptions: { projectService: false } },
  },
);
