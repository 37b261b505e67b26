// `npm run fuzz-statements`: bank files by the hundred thousand through their readers. FUZZ_MINUTES says how long (60), and
// FUZZ_SEED with what it begins. It ends with the first file that is not read as it should be, and says how to draw it again.
import { performance } from 'node:perf_hooks';
import fc from 'fast-check';
import { STATEMENT_PROPERTIES } from './statement-properties.ts';

const RUNS_AT_ONCE = 500;
const MS_PER_MINUTE = 60_000;
const SAY_EVERY_MS = MS_PER_MINUTE;

const endsMs = performance.now() + Number(process.env['FUZZ_MINUTES'] ?? 60) * MS_PER_MINUTE;
const firstSeed = Number(process.env['FUZZ_SEED'] ?? Date.now() % 1_000_000_000);
const runs = new Map<string, number>();
let saidMs = performance.now();

for (let seed = firstSeed; performance.now() < endsMs; seed += 1) {
  for (const [name, property] of Object.entries(STATEMENT_PROPERTIES)) {
    fc.assert(property, { seed, numRuns: RUNS_AT_ONCE });
    runs.set(name, (runs.get(name) ?? 0) + RUNS_AT_ONCE);
  }
  if (performance.now() - saidMs < SAY_EVERY_MS) continue;
  saidMs = performance.now();
  console.log(`seed ${seed}: ${total()} files`);
}
for (const [name, count] of runs) console.log(`${count} ${name}`);
console.log(`${total()} files from seed ${firstSeed} on; each was read as it should be, or refused.`);

function total(): number {
  return [...runs.values()].reduce((sum, count) => sum + count, 0);
}
