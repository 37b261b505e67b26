import { expect, test } from 'vitest';
import { listRefundEvents } from '@makewhole/db/events/list-refund-events';
import { listRefunds } from '@makewhole/db/refunds/list-refunds';
import { seedDemoFirm } from '@makewhole/db/seed/seed-demo-firm';
import { openTestDatabase } from '../../support/database.ts';

const { db } = await openTestDatabase();

class Undo extends Error {}

test.each([
  '2026-01-02T04:59:59.999Z', // New Year's Day's last moment, Eastern
  '2026-03-08T07:00:00.000Z', // the moment that clocks go forward
  '2026-11-01T05:30:00.000Z', // in the hour that clocks repeat
  '2026-11-27T14:00:00.000Z', // the day after Thanksgiving
  '2028-02-29T23:30:00.000Z', // a leap day, after the close
  '2030-12-31T12:00:00.000Z',
])(
  'the firm can be seeded at %s: its past refunds are closed, and their timelines run forward',
  async (text) => {
    const now = new Date(text);
    const seeding = db.transaction(async (tx) => {
      const { firmId } = await seedDemoFirm(tx, { now });
      const past = await listRefunds(tx, { firmId, open: false, to: now, limit: 100 });
      expect(past?.data).toHaveLength(4);
      for (const { id: refundId } of past?.data ?? []) {
        const events = await listRefundEvents(tx, { firmId, refundId, afterSeq: 0, limit: 100 });
        const instants = events.map(({ at }) => at.getTime());
        expect(instants).toEqual(instants.toSorted((one, other) => one - other));
        expect(instants.at(-1)).toBeLessThan(now.getTime());
      }
      throw new Undo();
    });
    await expect(seeding).rejects.toBeInstanceOf(Undo);
  },
);
