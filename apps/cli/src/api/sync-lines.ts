import { table, type Output } from '../output.ts';
import type { Schemas } from './client.ts';

type Sync = Schemas['ConnectionSync'];

/** What became of records that were taken over, in words, in the order of the table. */
const TAKEN: readonly (readonly [kind: string, words: string])[] = [
  ['added', 'payments that are new here'],
  ['updated', 'payments that were here, brought up to date'],
  ['unchanged', 'payments of which a newer record was here'],
  ['refund_ours', 'refunds made through Makewhole'],
  ['refund_marked', 'refunds made elsewhere before: their payments cannot be refunded again'],
  ['refund_reported', 'refunds made elsewhere since: somebody is asked to explain them'],
  ['refund_known', 'refunds made elsewhere that were known'],
  ['refund_without_money', 'refunds that failed'],
];

const STATES: Readonly<Record<Sync['state'], string>> = {
  backfilling: 'reading the past',
  following: 'the past is read; what changes is followed',
  paused: 'paused',
  stopped: 'stopped: the connection is disabled',
  done: 'done',
};

/** How far it is, in a line. */
export function syncLine(sync: Sync): string {
  const { state, window, counts, waiting, pages } = sync;
  const at = window === null ? '' : `, ${window.from.slice(0, 10)} to ${window.to.slice(0, 10)}`;
  const held = waiting === null ? '' : `. ${waiting.what}`;
  return `${STATES[state]}${at}: ${pages} pages, new payments: ${counts['added'] ?? 0}${held}`;
}

export function syncLines(sync: Sync, { color }: Output): string[] {
  const kinds = TAKEN.filter(([kind]) => totalOf(sync, kind) > 0);
  const taken = kinds.map(([kind, words]) => [String(totalOf(sync, kind)), words]);
  const noted = sync.noted.map(({ count, what, sampleIds }) => [String(count), what, ids(sampleIds)]);
  const left = sync.notTaken.map(({ count, why, sampleIds }) => [String(count), why, ids(sampleIds)]);
  return [
    color.bold(`${sync.connectionId}${sync.dryRun ? ' (dry run: nothing was kept)' : ''}`),
    syncLine(sync),
    `back to ${sync.since.slice(0, 10)}; read so far back to ${sync.readBackTo?.slice(0, 10) ?? 'nothing yet'}`,
    ...section(sync.dryRun ? 'Would be taken over' : 'Taken over', taken),
    ...section('Of these', noted),
    ...section('Not taken over', left),
  ];
}

function section(title: string, rows: readonly (readonly string[])[]): string[] {
  return rows.length === 0 ? [] : ['', title, ...table(rows)];
}

function totalOf({ counts, followed }: Sync, kind: string): number {
  return (counts[kind] ?? 0) + (followed[kind] ?? 0);
}

/** On a terminal a few are enough; --json has them all. */
function ids(sampleIds: readonly string[]): string {
  const shown = sampleIds.slice(0, 3);
  return shown.join(' ') + (sampleIds.length > shown.length ? ' ...' : '');
}
