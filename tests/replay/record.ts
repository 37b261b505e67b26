// Records histories anew, by hand: npm run record-histories -w @makewhole/tests, with the names of those that are wanted,
// or all of them without. Do so when workflow code has a new path that no stored history walks; never to make a failing
// replay pass, for refunds in flight have the old histories too.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { WorkflowHandle } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { buildApps } from '@makewhole/stack/apps';
import { startOwnServers } from '../support/own-servers.ts';
import { createRefundWorld } from '../support/refund-world.ts';
import { OTHER_WALKS } from './other-walks.ts';
import { REFUND_WALKS } from './refund-walks.ts';

const FOLDER = join(import.meta.dirname, '../fixtures/histories');

const names = process.argv.slice(2);
const isWanted = ([name]: readonly [string, unknown]) => names.length === 0 || names.includes(name);

await buildApps(['worker'], console.log);
const servers = await startOwnServers();
const world = await createRefundWorld({ servers });
try {
  await mkdir(FOLDER, { recursive: true });
  for (const [name, walk] of Object.entries(REFUND_WALKS).filter(isWanted)) {
    const refund = await walk(await world.anotherFirm());
    if (!name.startsWith('un')) await world.handleOf(refund).result();
    await keep(name, world.handleOf(refund));
  }
  for (const [name, walk] of Object.entries(OTHER_WALKS).filter(isWanted)) {
    await keep(name, await walk(await world.anotherFirm()));
  }
} finally {
  await world.stop();
  await servers.stop();
}

/** As JSON, an event in each line, without the names of the machine that made it. */
async function keep(name: string, workflow: Pick<WorkflowHandle, 'fetchHistory'>): Promise<void> {
  const history = await workflow.fetchHistory();
  const { events } = JSON.parse(historyToJSON(history), withoutPlace) as { events: unknown[] }; // the SDK's own format
  const text = `{"events":[\n${events.map((event) => JSON.stringify(event)).join(',\n')}\n]}\n`;
  await writeFile(join(FOLDER, `${name}.json`), text);
  console.log(name);
}

function withoutPlace(key: string, value: unknown): unknown {
  if (key === 'identity') return 'recorder';
  if (key === 'stackTrace') return '';
  const isSticky =
    typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'TASK_QUEUE_KIND_STICKY';
  return isSticky ? { ...value, name: 'sticky' } : value;
}
