// npm run faults -- --seed 1 --runs 1000 [--processor stripe] [--run 17] [--side-by-side 12] [--kind worker_killed,clock_jumps]
//   [--resume] [--write]
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runCampaign, type RunResult } from './campaign.ts';
import { COMPANY_NAMES, type CompanyName } from './companies.ts';
import { KINDS } from './kinds/all.ts';
import type { Kind } from './kinds/kind.ts';
import { keepHistories } from './keep-histories.ts';
import { lastLook, type LastLook } from './last-look.ts';
import { reportOf } from './report.ts';
import { startCampaignWorld } from './world.ts';

const HISTORIES_FOLDER = fileURLToPath(new URL('../../.data/fault-histories', import.meta.url));

type Progress = { readonly seed: number; readonly results: RunResult[] };

const { values } = parseArgs({
  options: {
    processor: { type: 'string', default: 'sandbox' },
    seed: { type: 'string', default: '1' },
    runs: { type: 'string', default: '100' },
    run: { type: 'string' },
    kind: { type: 'string' },
    'side-by-side': { type: 'string', default: '12' },
    resume: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});

const companyName = companyNamed(values.processor);
/** The sandbox's have the plain names. */
const suffix = companyName === 'sandbox' ? '' : `-${companyName}`;
const PROGRESS_FILE = fileURLToPath(new URL(`../../.data/fault-campaign${suffix}.json`, import.meta.url));
const REPORT_FILE = fileURLToPath(new URL(`../../docs/fault-report${suffix}.md`, import.meta.url));
const seed = wholeNumber('seed', values.seed);
const kinds = values.kind === undefined ? KINDS : values.kind.split(',').map(kindNamed);
const wanted =
  values.run === undefined
    ? Array.from({ length: wholeNumber('runs', values.runs) }, (_, run) => run)
    : [wholeNumber('run', values.run)];
// What failed is done again.
const before = values.resume ? readProgress(seed).filter((result) => !isBad(result)) : [];
const runs = wanted.filter((run) => !before.some((result) => result.run === run));

console.log(
  `Fault campaign, seed ${seed}: ${runs.length} runs of ${kinds.length} kinds against ${companyName}`,
);
const world = await startCampaignWorld(companyName);
const results = [...before];
const keeping: Promise<string[]>[] = [];
let looked: LastLook | null = null;
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
      if (isBad(result)) {
        console.error(`run ${result.run}: ${JSON.stringify(result)}`);
        keeping.push(
          keepHistories(world, result, HISTORIES_FOLDER).catch((error: unknown) => [String(error)]),
        );
      }
      if (results.length % 25 === 0) console.log(`${results.length} of ${wanted.length} runs`);
    },
  });
  for (const file of (await Promise.all(keeping)).flat()) console.log(`see ${file}`);
  if (values.run === undefined) looked = await lastLook(world);
} finally {
  await world.stop();
}
const bad = results.filter(isBad);
const skipped = new Map(results.flatMap(({ kind, skipped: why }) => (why === null ? [] : [[kind, why]])));
console.log(`${results.length} runs, ${bad.length} failed`);
for (const [kind, why] of skipped) console.log(`${kind} was not played: ${why}`);
if (looked !== null) console.log(`At the end: ${JSON.stringify(looked)}`);
for (const { run, kind } of bad) {
  console.error(
    `again alone, ${kind}: npm run faults -- --processor ${companyName} --seed ${seed} --run ${run}`,
  );
}
if (values.write)
  writeFileSync(
    REPORT_FILE,
    reportOf({ companyName, company: world.company.name, seed, results, kinds, looked }),
  );
process.exitCode = bad.length === 0 && (looked?.violations ?? []).length === 0 ? 0 : 1;

function isBad({ violations, failure }: RunResult): boolean {
  return violations.length > 0 || failure !== null;
}

function companyNamed(wanted: string): CompanyName {
  const name = COMPANY_NAMES.find((one) => one === wanted);
  return name ?? fail(`--processor must be one of ${COMPANY_NAMES.join(', ')}, not "${wanted}"`);
}

function kindNamed(wanted: string): Kind {
  const kind = KINDS.find(({ name }) => name === wanted);
  return kind ?? fail(`--kind must be one or more of ${KINDS.map(({ name }) => name).join(', ')}`);
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
