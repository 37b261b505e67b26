// The campaign's look for workflows that do not wait (I9): it finds one that spins, and no refund that was ever recorded.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { checkQuiet, type HistoryEvent } from '../campaign/invariants/check-quiet.ts';

const FOLDER = join(import.meta.dirname, '../fixtures/histories');

it.each(readdirSync(FOLDER))('a workflow like %s is quiet', (file) => {
  // A history as the server writes it to a file.
  const { events } = JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as { events: HistoryEvent[] };
  expect(checkQuiet(file, events)).toEqual([]);
});

it('one that closes its refund again and again, without waiting, is not (money 3)', () => {
  const spinning = Array.from({ length: 300 }, (_, nth) => step('closeRefund', nth * 50));
  expect(checkQuiet('it', spinning)).toEqual([
    { invariant: 'I9', what: 'it took 300 steps within a minute' },
  ]);
});

it('nor is one that is turned away and sends again at once (money 4)', () => {
  const sending = Array.from({ length: 2_000 }, (_, nth) => step('refundAtProcessor', nth * 500));
  expect(checkQuiet('it', sending)).toMatchObject([{ invariant: 'I9' }]);
});

it('but one that people send two thousand instructions is', () => {
  const asked = Array.from({ length: 2_000 }, (_, nth) => step('takeInstruction', nth * 10));
  expect(checkQuiet('it', asked)).toEqual([]);
});

function step(name: string, atMs: number): HistoryEvent {
  const eventTime = new Date(Date.UTC(2026, 2, 3) + atMs).toISOString();
  return { eventTime, activityTaskScheduledEventAttributes: { activityType: { name } } };
}
