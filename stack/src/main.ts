// npm start: brings the stack up, prints where everything is, and stops it all on Ctrl-C.
import { dataPaths, makeDataFolder } from './data-folder.ts';
import { removeDevFile, writeDevFile, type DevFile } from './dev-file.ts';
import { showProgress } from './progress.ts';
import { endLeftovers, openRunRecord } from './run-record.ts';
import { describeError } from './stack-error.ts';
import { stackPorts, startStack } from './start-stack.ts';
import { createSupervisor } from './supervisor.ts';

const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

// The terminal may be closed and nobody reads the output; everything still stops in order.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

try {
  process.exitCode = await run(stopRequest());
} catch (error) {
  console.error(describeError(error));
  process.exitCode = 1;
}
process.exit();

/** Returns the exit code, once nothing of the stack runs any more. */
async function run(stopRequested: Promise<'stop'>): Promise<number> {
  const paths = dataPaths(process.env);
  makeDataFolder(paths);
  const left = await endLeftovers(paths.runRecord);
  removeDevFile(paths.devFile);
  if (left.length > 0) console.log(`Ended what a crashed run had left: ${left.join(', ')}.`);
  const ports = await stackPorts(process.env);
  const record = openRunRecord(paths.runRecord);
  const supervisor = createSupervisor(record);
  try {
    console.log('Starting Makewhole; Ctrl-C stops it.\n');
    const starting = startStack({ env: process.env, paths, ports, supervisor, show: showProgress });
    const first = await Promise.race([starting, stopRequested]);
    if (first === 'stop') return 0;
    writeDevFile(paths.devFile, first.dev);
    console.log(welcome(first.dev));
    const end = await Promise.race([stopRequested, supervisor.died]);
    if (end === 'stop') return 0;
    console.error(`\n${end}: the stack cannot go on. What it said last is in ${paths.logs}.`);
    return 1;
  } finally {
    removeDevFile(paths.devFile);
    console.log('\nStopping ...');
    await supervisor.stopAll();
    record.close();
    console.log('Everything is stopped. Your data is kept; npm run reset empties it.');
  }
}

/** Resolves when somebody asks us to stop, or when the process that watches over us is gone. */
function stopRequest(): Promise<'stop'> {
  return new Promise((resolve) => {
    for (const signal of STOP_SIGNALS) process.on(signal, () => resolve('stop'));
    process.once('disconnect', () => resolve('stop'));
  });
}

function welcome(dev: DevFile): string {
  const addresses: readonly (readonly [string, string | null])[] = [
    ['Portal', dev.portal],
    ['API', `${dev.api}  (its description: ${dev.api}/docs)`],
    ['Temporal UI', dev.temporalUi],
    ['Mail', dev.mail],
    ['Payment company', `${dev.sandbox}  (a stand-in)`],
  ];
  return [
    '\nMakewhole is running.\n',
    ...addresses.flatMap(([name, address]) => (address === null ? [] : [`  ${name.padEnd(16)} ${address}`])),
    '\nSign in to the portal as\n',
    ...dev.users.map((user) => `  ${user.role.padEnd(16)} ${user.email}  ${user.password}`),
    '\nnpm run demo, in another terminal, refunds a payment through the API. Ctrl-C stops everything.\n',
  ].join('\n');
}
