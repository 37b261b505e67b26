// A refund's timeline is one chain (B9): whoever writes at once, each event has its place, and an edit shows.
import { beforeAll, expect, it } from 'vitest';
import { ENGINE, appendEvent, hashOf } from '@makewhole/db/events/append-refund-event';
import { openTestDatabase } from '../../support/database.ts';
import { createSmallFirm, type SmallFirm } from '../../support/small-firm.ts';
import { verifiedEvents } from '../../workflow/refund-walk.ts';
import { recordRefund, viewOf } from './walk-by-stores.ts';

const { db } = await openTestDatabase();
let firm: SmallFirm;
beforeAll(async () => {
  firm = await createSmallFirm(db);
});

it('twenty events at once follow one another, and the refund’s version is the number of the last', async () => {
  const refund = await recordRefund(db, firm, [{ of: 'unapplied', amount: 60_00 }]);
  await Promise.all(
    Array.from({ length: 20 }, (_, nth) =>
      db.transaction((tx) =>
        appendEvent(tx, refund, { type: 'refund.late', actor: ENGINE, at: new Date(), data: { nth } }),
      ),
    ),
  );
  const events = await verifiedEvents({ db, firm }, { id: refund.refundId });
  expect(events).toHaveLength(21);
  expect((await viewOf(db, refund)).version).toBe(21);
});

it.each([
  ['its time', { at: new Date(0) }],
  ['its actor', { actor: 'pr_somebody' }],
  ['what it says', { data: { amount: 1 } }],
  ['its place', { seq: 7 }],
  ['whose it is', { refundId: 'rf_other' }],
])('an event whose hash was kept and %s was edited is found out', async (_, edit) => {
  const refund = await recordRefund(db, firm, [{ of: 'unapplied', amount: 60_00 }]);
  const [event] = await verifiedEvents({ db, firm }, { id: refund.refundId });
  if (event === undefined) throw new Error('A refund begins with an event');
  const { hash, note: _beside, ...content } = event;
  expect(hashOf(content)).toBe(hash);
  expect(hashOf({ ...content, ...edit } as typeof content)).not.toBe(hash); // an edit need not keep to our types
});
