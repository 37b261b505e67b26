import { expect, test } from 'vitest';
import { readStatement } from '@makewhole/api/bank/parse/statement';
import { HOSTILE_FILES } from '../fuzz/hostile-files.ts';

const LENGTH = 150_000;
const TIMES = 8;
/** What grows with the square takes 64 times as long; what is linear, 8 times and what the memory costs. */
const RATIO_MAX = 32;
/** Below this, what is measured is the machine. */
const FLOOR_MS = 8;

test.each(Object.entries(HOSTILE_FILES))('%s are read in a time that grows with the file', (_, file) => {
  const [small, large] = [LENGTH, LENGTH * TIMES].map((length) => new TextEncoder().encode(file(length)));
  expect(leastMs(large) / Math.max(leastMs(small), FLOOR_MS)).toBeLessThan(RATIO_MAX);
});

/** Of the processor, which other programs do not add to; the least of some, as they still slow it down. */
function leastMs(content = new Uint8Array()): number {
  return Math.min(
    ...[1, 2].map(() => {
      const started = process.cpuUsage();
      readStatement(content);
      return process.cpuUsage(started).user / 1000;
    }),
  );
}
