// The sync of a connection to Stripe, on its double (ADR 55): its lists, its events, and what has no items.
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { payments } from '@makewhole/db/schema/payments';
import type { ConnectionId } from '@makewhole/domain/ids';
import { startStripeDouble } from '@makewhole/processor/conformance/start-stripe-double';
import type { ConnectedProcessors } from '@makewhole/processor/connected-processors';
import { createRefundWorld, type FirmWorld, type RefundWorld } from '../../support/refund-world.ts';
import { SANDBOX_API_KEY } from '../../support/sandbox-control.ts';
import { connectStripe, connectedStripe } from '../../support/stripe-connection.ts';
import { begin, rowOf, takePage, takePast } from '../../support/sync-world.ts';

let servers: RefundWorld;
let double: Awaited<ReturnType<typeof startStripeDouble>>;
beforeAll(async () => {
  double = await startStripeDouble();
  servers = await createRefundWorld();
}, 120_000);
afterAll(async () => {
  await servers.stop();
  await double.stop();
});

it('takes over what Stripe has, leaves unassigned what has no items, and follows its events', async () => {
  const { connectionId, processor, world } = await atStripe();
  const of = { connectionId, processor };
  for (let nth = 0; nth < 30; nth += 1) {
    await double.pay({
      daysAgo: 1 + (nth % 20),
      metadata: { account: 'operating', matter_number: '2026-014' },
    });
  }
  const { id: bare } = await double.pay({ daysAgo: 9 });
  const { id: refunded } = await double.pay({ daysAgo: 30, metadata: { account: 'operating' } });
  await double.ask('step', { id: refunded, step: 'refund_elsewhere' });
  const { id: multibanco } = await double.pay({ daysAgo: 3, method: 'multibanco' });
  await begin(world, { connectionId, days: 40 });
  const past = await takePast(world, of);
  expect(past).toMatchObject({
    state: 'following',
    counts: { added: 32, unassigned: 1, refunded: 1, refund_marked: 1, other_method: 1 },
    samples: { unassigned: [bare], other_method: [multibanco] },
  });
  const { id: later } = await double.pay({ daysAgo: 0, metadata: { account: 'operating' } });
  await takePage(world, of);
  expect((await rowOf(world, { connectionId })).followed).toMatchObject({ added: 1 });
  const kept = await world.db.select().from(payments).where(eq(payments.connectionId, connectionId));
  expect(kept.map(({ transactionId }) => transactionId)).toContain(later);
  expect(kept).toHaveLength(33);
});

it('reads again what was created while Stripe forgot its events', async () => {
  const { connectionId, processor, world } = await atStripe();
  const of = { connectionId, processor };
  await double.pay({ daysAgo: 2, metadata: { account: 'operating' } });
  await begin(world, { connectionId, days: 10 });
  await takePast(world, of);
  await double.ask('forget-events', {});
  const step = await takePage(world, of);
  expect(step).toEqual({ kind: 'page' });
  expect((await takePast(world, of)).state).toBe('following');
  expect((await rowOf(world, { connectionId })).gapFrom).not.toBeNull();
});

/** A firm with a connection to the double, of an account that no other test has. */
async function atStripe(): Promise<{
  readonly world: FirmWorld;
  readonly connectionId: ConnectionId;
  readonly processor: ConnectedProcessors;
}> {
  const world = await servers.anotherFirm();
  const connectionId = await connectStripe(world.db, world.firm, double.url);
  const processor = connectedStripe(world.db, { url: world.sandbox.url, apiKey: SANDBOX_API_KEY });
  return { world, connectionId, processor };
}
