// Some thousands of bank files, well formed and damaged, through their readers; `npm run fuzz-statements` draws more.
import fc from 'fast-check';
import { test } from 'vitest';
import { STATEMENT_PROPERTIES } from '../fuzz/statement-properties.ts';

/** The same files in every run: one that fails is drawn again. */
const SEED = 20_261_130;
const RUNS = 300;
/** All nine end within a minute on any machine; what is left then is not drawn. */
const TIME_MAX_MS = 6_000;

test.each(Object.entries(STATEMENT_PROPERTIES))('%s', { timeout: 30_000 }, (_, property) => {
  fc.assert(property, {
    seed: SEED,
    numRuns: RUNS,
    interruptAfterTimeLimit: TIME_MAX_MS,
    markInterruptAsFailure: false,
  });
});
