// `npm run model`: a million steps of the model, on two cores. It fails, and says how to walk it again, where one breaks
// an invariant. `-- --seed 7` walks others, `-- --traces 500` fewer.
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { explore } from './quint.ts';

const STEPS = 40;
const TRACES = 25_000;
const TRACES_AT_ONCE = 1_250;
const PROCESSES = 2;
/** The generator counts on from its seed: this far apart, no two pieces walk the same. */
const SEED_STRIDE = 1_000_000_000_000;

const { values } = parseArgs({ options: { seed: { type: 'string' }, traces: { type: 'string' } } });
const firstSeed = Number(values.seed ?? 1);
const traces = Number(values.traces ?? TRACES);
const ended = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => ended.abort());

const startedMs = performance.now();
const pieces = Array.from({ length: Math.ceil(traces / TRACES_AT_ONCE) }, (_, piece) => ({
  seed: firstSeed + piece * SEED_STRIDE,
  traces: Math.min(TRACES_AT_ONCE, traces - piece * TRACES_AT_ONCE),
}));
const left = [...pieces];
let walked = 0;
await Promise.all(Array.from({ length: PROCESSES }, walkPieces));
const seconds = Math.round((performance.now() - startedMs) / 1000);
console.log(`${walked * STEPS} steps in ${walked} traces, ${seconds} s; no invariant was broken.`);

async function walkPieces(): Promise<void> {
  for (let piece = left.shift(); piece !== undefined; piece = left.shift()) {
    const { violated, said } = await explore({
      ...piece,
      instance: 'sound',
      steps: STEPS,
      signal: ended.signal,
    });
    if (violated.length > 0) {
      ended.abort();
      throw new Error(`Broken: ${violated.join(', ')}\n${said}`);
    }
    walked += piece.traces;
    console.log(`${walked} of ${traces} traces`);
  }
}
