import { configDefaults, defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';

const SECOND_MS = 1000;

/** Postgres and Temporal, once for all the projects of a run that name it; never for the unit tests. */
const SERVERS = './tests/support/global-setup.ts';

/** Needs the servers though it stands beside its code: everything in db, and what says so in its name. */
const INTEGRATION_BESIDE_CODE = [
  'packages/db/**/*.test.ts',
  '{apps,packages,stack}/**/*.integration.test.ts',
];

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    reporters: ['default', './tests/support/summary-reporter.ts'],
    projects: [
      project({
        name: 'unit',
        include: ['{apps,packages,stack}/**/*.test.ts', 'tests/unit/**/*.test.ts'],
        exclude: [...configDefaults.exclude, ...INTEGRATION_BESIDE_CODE],
        testTimeout: 20 * SECOND_MS,
      }),
      project({
        name: 'integration',
        include: ['tests/integration/**/*.test.ts', ...INTEGRATION_BESIDE_CODE],
        globalSetup: SERVERS,
        testTimeout: 30 * SECOND_MS,
      }),
      project({
        name: 'workflow',
        include: ['tests/workflow/**/*.test.ts'],
        globalSetup: SERVERS,
        testTimeout: 60 * SECOND_MS,
      }),
      project({ name: 'replay', include: ['tests/replay/**/*.test.ts'], testTimeout: 60 * SECOND_MS }),
      // Each of its tests is a process of its own that walks through the model.
      project({
        name: 'model',
        include: ['tests/model/**/*.test.ts'],
        maxConcurrency: 2,
        testTimeout: 120 * SECOND_MS,
      }),
      project({
        name: 'faults',
        include: ['tests/faults/**/*.test.ts'],
        globalSetup: SERVERS,
        // Kills servers of its own: no other project beside it.
        sequence: { groupOrder: 1 },
        testTimeout: 180 * SECOND_MS,
      }),
      project({
        name: 'e2e',
        include: ['tests/e2e/**/*.test.ts'],
        globalSetup: SERVERS,
        sequence: { groupOrder: 2 },
        testTimeout: 120 * SECOND_MS,
      }),
    ],
  },
});

type ProjectOptions = NonNullable<TestProjectInlineConfiguration['test']>;

function project(options: ProjectOptions): TestProjectInlineConfiguration {
  return {
    extends: true,
    test: {
      hookTimeout: options.testTimeout ?? 60 * SECOND_MS,
      // A wait has an end, and a slow machine is no fault.
      expect: { poll: { timeout: 15 * SECOND_MS } },
      ...options,
    },
  };
}
