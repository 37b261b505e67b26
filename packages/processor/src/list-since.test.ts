import { asId, type ConnectionId, type TransactionId } from '@makewhole/domain/ids';
import { expect, test } from 'vitest';
import { listRefundsSince } from './list-since.ts';
import type { ChangesRequest } from './lists.ts';
import type { ProcessorRefund } from './port.ts';
import { PROCESSOR_MODULES } from './registry.ts';

type Processors = Parameters<typeof listRefundsSince>[0];

const DAY_MS = 86_400_000;
const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString();

/** A feed of 30 days, with one change of a refund that was made long before. */
function processors(asked: ChangesRequest[]): Processors {
  const stripe = PROCESSOR_MODULES.find(({ kind }) => kind === 'stripe');
  if (stripe === undefined) throw new Error('There is no such module');
  const transactionId = asId<TransactionId>('pi_1');
  // What a list of refunds reads of one.
  const refund = { id: 're_old', transactionId, createdAt: daysAgo(400) } as ProcessorRefund;
  const changes = [{ about: 'refund', id: 're_old', transactionId } as const];
  const fake: Partial<Processors> = {
    capabilitiesOf: () => Promise.resolve(stripe.capabilities),
    listCreatedRefunds: () => Promise.resolve({ kind: 'page', items: [], unreadable: [], nextCursor: null }),
    listChanges: (request) => {
      asked.push(request);
      return Promise.resolve({ kind: 'changes', changes, nextCursor: 'up:evt_1', hasMore: false });
    },
    getRefund: () => Promise.resolve({ kind: 'found', refund }),
  };
  return fake as Processors; // the list asks for nothing else
}

test('a late change of a refund from before the look back is found, as far back as the feed goes', async () => {
  const asked: ChangesRequest[] = [];
  const request = { connectionId: asId<ConnectionId>('pc_1'), since: daysAgo(180), limit: 100 };
  const first = await listRefundsSince(processors(asked), { ...request, cursor: null });
  if (first.kind !== 'page') throw new Error(first.message);
  const second = await listRefundsSince(processors(asked), { ...request, cursor: first.nextCursor });
  expect(second).toMatchObject({ kind: 'page', items: [{ id: 're_old' }], nextCursor: null });
  const since = Date.parse(asked[0]?.since ?? '');
  expect(since).toBeGreaterThan(Date.now() - 30 * DAY_MS);
  expect(since).toBeLessThan(Date.now() - 29 * DAY_MS);
});

test('a cursor of an earlier version begins anew', async () => {
  const request = { connectionId: asId<ConnectionId>('pc_1'), since: daysAgo(2), limit: 100, cursor: 'c123' };
  expect(await listRefundsSince(processors([]), request)).toMatchObject({ nextCursor: 'changes:' });
});
