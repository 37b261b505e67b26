// npm run faults -- --seed 1 --runs 1000 [--run 17] [--side-by-side 12] [--kind worker_killed] [--resume] [--write]
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runCampaign, type RunResult } from './campaign.ts';
import { KINDS } from './kinds/all.ts';
import { reportOf } from './report.ts';
import { startCampaignWorld } from './world.ts';

const PROGRESS_FILE = fileURLToPath(new URL('../../.data/fault-campaign.json', import.meta.url));
const REPORT_FILE = fileURLToPath(new URL('../../docs/fault-report.md', import.meta.url));

type Progress = { readonly seed: number; readonly results: RunResult[] };

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    runs: { type: 'string', default: '100' },
    run: { type: 'string' },
    kind: { type: 'string' },
    'side-by-side': { type: 'string', default: '12' },
    resume: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});

const seed = wholeNumber('seed', values.seed);
const kinds = values.kind === undefined ? KINDS : KINDS.filter(({ name }) => name === values.kind);
if (kinds.length === 0) fail(`--kind must be one of ${KINDS.map(({ name }) => name).join(', ')}`);
const wanted =
  values.run === undefined
    ? Array.from({ length: wholeNumber('runs', values.runs) }, (_, run) => run)
    : [wholeNumber('run', values.run)];
const before = values.resume ? readProgress(seed) : [];
const runs = wanted.filter((run) => !before.some((result) => result.run === run));

console.log(`Fault campaign, seed ${seed}: ${runs.length} runs of ${kinds.length} kinds`);
const world = await startCampaignWorld();
const results = [...before];
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  // What was done is on disk: --resume goes on from there.
  process.once(signal, () => void world.stop().finally(() => process.exit(130)));
}
try {
  await runCampaign(world, {
    seed,
    runs,
    kinds,
    sideBySide: wholeNumber('side-by-side', values['side-by-side']),
    onResult: (result) => {
      results.push(result);
      if (values.run === undefined) writeProgress({ seed, results });
      if (isBad(result)) console.error(`run ${result.run}: ${JSON.stringify(result)}`);
      if (results.length % 25 === 0) console.log(`${results.length} of ${wanted.length} runs`);
    },
  });
} finally {
  await world.stop();
}
const bad = results.filter(isBad);
console.log(`${results.length} runs, ${bad.length} failed`);
for (const { run, kind } of bad) {
  console.error(`again alone, ${kind}: npm run faults -- --seed ${seed} --run ${run}`);
}
if (values.write) writeFileSync(REPORT_FILE, reportOf({ seed, results, kinds }));
process.exitCode = bad.length === 0 ? 0 : 1;

function isBad({ violations, failure }: RunResult): boolean {
  return violations.length > 0 || failure !== null;
}

function wholeNumber(name: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) fail(`--${name} must be a whole number, not "${text}"`);
  return Number(text);
}

function readProgress(ofSeed: number): RunResult[] {
  try {
    // Written by this program alone.
    const progress = JSON.parse(readFileSync(PROGRESS_FILE, 'utf8')) as Progress;
    return progress.seed === ofSeed ? progress.results : [];
  } catch {
    return [];
  }
}

function writeProgress(progress: Progress): void {
  mkdirSync(dirname(PROGRESS_FILE), { recursive: true });
  writeFileSync(PROGRESS_FILE, JSON.stringify(progress));
}

function fail(message: string): never {
  console.error(message);
  process.exit(2);
}
