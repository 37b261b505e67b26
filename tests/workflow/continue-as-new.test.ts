// A run has room for so many updates and no more: instructions that are refused use it up as much as any. Before it is used
// up the workflow begins anew, and nobody notices. The server's limit is 2,000; here it is 40.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startOwnServers, type OwnServers } from '../support/own-servers.ts';
import { createRefundWorld, type RefundWorld } from '../support/refund-world.ts';
import { bookRefund, decide, isClosed, settle, takeStep } from './refund-walk.ts';

const UPDATES_MAX = 40;

let own: OwnServers;
let servers: RefundWorld;
beforeAll(async () => {
  own = await startOwnServers([`history.maxTotalUpdates=${UPDATES_MAX}`]);
  servers = await createRefundWorld({ servers: own });
});
afterAll(async () => {
  await servers.stop();
  await own.stop();
});

it('a refund that refused more instructions than a run has room for still takes the right one', async () => {
  const world = await servers.anotherFirm(500_00);
  const refund = await bookRefund(world, {
    parts: [
      { of: 'invoice', amount: 60_00 },
      { of: 'trust', amount: 30_00 },
    ],
  });
  const firstRun = (await world.handleOf(refund).describe()).runId;
  const tooEarly = (await world.find(refund.id)).obligations.find(({ kind }) => kind === 'invoice_decision');
  const wrong = {
    kind: 'attention',
    body: { note: 'This is no attention' },
    actor: world.firm.people.owner,
  } as const;
  for (let sent = 0; sent < 3 * UPDATES_MAX; sent += 1) {
    const answer = await world.instructAbout(refund, 'settleAttention', wrong, tooEarly?.id ?? null);
    expect(answer).toMatchObject({ ok: false, code: 'no_such_obligation' });
  }
  expect((await world.handleOf(refund).describe()).runId).not.toBe(firstRun);
  await world.says(refund, { status: 'processing', needsAttention: false });

  await settle(world, refund);
  expect(await decide(world, refund, 'still_due')).toEqual({ ok: true });
  for (const step of ['payment', 'deposit', 'transfer'] as const)
    expect(await takeStep(world, refund, step)).toEqual({ ok: true });
  await isClosed(world, refund);
  expect(await world.handleOf(refund).result()).toBe('succeeded');
  expect(await world.sandbox.refunds(refund.transactionId)).toHaveLength(1);
}, 120_000);
