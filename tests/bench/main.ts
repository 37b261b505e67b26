// npm run bench: measures Makewhole beside references, in turns, on this machine, and prints the ratios.
//
//   --only <name>   one measure        --big   also what takes many minutes        --write   keeps them in docs/bench.md
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { constants, cpus, loadavg, release, type } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildApps } from '@makewhole/stack/apps';
import { PROJECT_FOLDER } from '@makewhole/stack/data-folder';
import { StackError, describeError } from '@makewhole/stack/stack-error';
import { bareRoute } from './bare-route.ts';
import { openBench } from './bench.ts';
import { dbos } from './dbos.ts';
import { historyEvents } from './history-events.ts';
import { hotAccount } from './hot-account.ts';
import { importFewMatters, importMatters } from './import-matters.ts';
import type { Measure } from './measure.ts';
import { paymentsList } from './payments-list.ts';
import { portalJavascript } from './portal-javascript.ts';
import { refundsPerSecond } from './refunds-per-second.ts';
import { lineOf, pageOf, type Origin, type Result } from './report.ts';
import { statusRead } from './status-read.ts';
import { timerWave } from './timer-wave.ts';
import { timeToAccept } from './time-to-accept.ts';

const MEASURES: readonly Measure[] = [
  refundsPerSecond,
  dbos,
  timeToAccept,
  historyEvents,
  bareRoute,
  statusRead,
  hotAccount,
  paymentsList,
  importFewMatters,
  importMatters,
  timerWave,
  portalJavascript,
];

const say = (line: string) => console.log(line);
// Whoever stops it by hand stops its servers too: they end with this process.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    console.error(`Stopped by ${signal}; what was not printed was not measured.`);
    process.exit(128 + constants.signals[signal]);
  });
}

try {
  await run();
} catch (error) {
  console.error(describeError(error));
  process.exit(1);
}
process.exit();

async function run(): Promise<void> {
  const { only, big, write } = readOptions();
  const wanted = MEASURES.filter(({ name, isBig = false }) =>
    only === undefined ? big || !isBig : name === only,
  );
  const origin = originOf();
  await buildApps(['worker'], say);
  const bench = openBench(say);
  const results: Result[] = [];
  for (const measure of wanted) {
    const startedAt = performance.now();
    say(`\n${measure.name}\n  ${measure.meaning}`);
    const findings = await measure.run(bench);
    for (const finding of findings) say(lineOf(finding));
    say(`  (${Math.round((performance.now() - startedAt) / 1_000)} s)`);
    results.push({ measure, findings });
  }
  await bench.stop();
  if (!write) return;
  const page = join(PROJECT_FOLDER, 'docs/bench.md');
  const others = MEASURES.filter((measure) => !wanted.includes(measure));
  writeFileSync(page, pageOf(origin, results, others));
  execFileSync(join(PROJECT_FOLDER, 'node_modules/.bin/prettier'), ['--write', page], { stdio: 'ignore' });
  say('\nWritten to docs/bench.md.');
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      big: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
    },
  });
  const names = MEASURES.map(({ name }) => name);
  if (values.only !== undefined && !names.includes(values.only)) {
    throw new StackError(`There is no measure "${values.only}": --only takes one of ${names.join(', ')}.`);
  }
  return values;
}

function originOf(): Origin {
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: PROJECT_FOLDER, encoding: 'utf8' }).trim();
  const [cpu] = cpus();
  return {
    date: new Date().toISOString().slice(0, 10),
    commit: git('rev-parse', '--short', 'HEAD'),
    cores: cpus().length,
    cpu: cpu?.model ?? 'unknown',
    system: `${type()} ${release()}`,
    node: process.versions.node,
    loadAtStart: loadavg()[0] ?? 0,
  };
}
