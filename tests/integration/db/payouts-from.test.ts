// A connection that begins to settle net (ADR 37): what was paid out before was never in its balance.
import { expect, test } from 'vitest';
import { findConnection } from '@makewhole/db/connections/find-connection';
import { changeConnection } from '@makewhole/db/firms/change-connection';
import { bookPayouts } from '@makewhole/worker/activities/book-payouts';
import { connectedSandbox } from '../../support/connected-sandbox.ts';
import { openTestDatabase } from '../../support/database.ts';
import { byOwner, createSmallFirm } from '../../support/small-firm.ts';

const { db } = await openTestDatabase();

test('payouts are asked for from the day of the change on, or from the day that the firm says', async () => {
  const firm = await createSmallFirm(db);
  const asked: string[] = [];
  const processor = {
    ...connectedSandbox(db, { url: 'http://127.0.0.1:9', apiKey: 'none' }),
    listPayouts: async ({ since }: { readonly since: string }) => {
      asked.push(since);
      return { kind: 'page', payouts: [], nextCursor: null } as const;
    },
  };
  const book = () => bookPayouts({ db, processor })({ after: null, limit: 10 });
  const { connectionId } = firm;
  const payoutsFrom = async () => (await findConnection(db, { ...firm, connectionId }))?.payoutsFrom;

  await book();
  expect(asked).toEqual([]);
  const at = new Date();
  await changeConnection(db, byOwner(firm, at), connectionId, { settles: 'net' });
  const today = await payoutsFrom();
  expect(today).toBe(at.toLocaleDateString('en-CA', { timeZone: 'America/New_York' }));
  await book();
  await changeConnection(db, byOwner(firm), connectionId, { payoutsFrom: '2026-01-05' });
  // A change of something else leaves it as it is.
  await changeConnection(db, byOwner(firm), connectionId, { settles: 'net' });
  expect(await payoutsFrom()).toBe('2026-01-05');
  await book();
  expect(asked[0]).toBe(today);
  expect(asked[1] !== undefined && asked[1] > '2026-01-05' && asked[1] < String(today)).toBe(true);
});
