// A refund whose money came back has failed, and integrators may subscribe to either word for it.
import { beforeAll, expect, it } from 'vitest';
import { failRefund } from '@makewhole/db/refunds/fail-refund';
import { listDeliveries } from '@makewhole/db/webhooks/deliveries';
import { addEndpoint } from '@makewhole/db/webhooks/endpoints';
import type { WebhookEvent } from '@makewhole/domain/webhooks';
import { openTestDatabase } from '../../support/database.ts';
import { byOwner, createSmallFirm, type SmallFirm } from '../../support/small-firm.ts';
import { acceptedRefund, viewOf, type WalkedRefund } from './walk-by-stores.ts';

const { db } = await openTestDatabase();
let firm: SmallFirm;
let subscribers: Record<'returned' | 'failed' | 'everything', string>;
beforeAll(async () => {
  firm = await createSmallFirm(db);
  subscribers = {
    returned: await subscribe(['refund.returned']),
    failed: await subscribe(['refund.failed']),
    everything: await subscribe(null),
  };
});

it('the money came back: subscribers of refund.returned hear of it, and those of refund.failed as ever', async () => {
  const refund = await acceptedRefund(db, firm, [{ of: 'unapplied', amount: 60_00 }]);
  const returned = { code: 'returned', message: 'It came back.', cameBack: true, at: new Date() };
  await failRefund(db, refund, returned);
  // A retry says it again, and nobody is told twice.
  await failRefund(db, refund, returned);
  expect(await toldTo('returned', refund)).toEqual(['refund.returned']);
  expect(await toldTo('failed', refund)).toEqual(['refund.failed']);
  expect(await toldTo('everything', refund)).toEqual(
    expect.arrayContaining(['refund.returned', 'refund.failed']),
  );
  expect(await viewOf(db, refund)).toMatchObject({ status: 'failed', failureCode: 'returned' });
});

it('the processor could not pay it out: it failed, and nothing was returned', async () => {
  const refund = await acceptedRefund(db, firm, [{ of: 'unapplied', amount: 60_00 }]);
  await failRefund(db, refund, { code: 'card_closed', message: 'The card is closed.', at: new Date() });
  expect(await toldTo('returned', refund)).toEqual([]);
  expect(await toldTo('failed', refund)).toEqual(['refund.failed']);
});

async function subscribe(eventTypes: readonly WebhookEvent[] | null): Promise<string> {
  const wishes = { url: 'https://pms.example.com/hook', description: 'Practice management', eventTypes };
  const added = await addEndpoint(db, byOwner(firm), wishes);
  if (added === null) throw new Error('The firm has all the endpoints that it can have');
  return added.id;
}

/** The types of the messages about a refund, in the order of its events. */
async function toldTo(subscriber: keyof typeof subscribers, { firmId, refundId }: WalkedRefund) {
  const endpointId = subscribers[subscriber];
  const { data } = await listDeliveries(db, { firmId, endpointId, limit: 100 });
  return data
    .map(({ payload }) => payload)
    .filter(({ data: about }) => about['id'] === refundId)
    .map(({ type }) => type)
    .toReversed();
}
