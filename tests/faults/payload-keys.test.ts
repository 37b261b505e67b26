// The keys of payloads while refunds wait: switched on, changed, missing at a worker, and the old one dropped. A worker of
// its own process reads them as in production.
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { RefundView } from '@makewhole/db/refunds/refund-view';
import type { AppHandle } from '@makewhole/stack/apps';
import { createKeyRing } from '../support/key-ring.ts';
import { createRefundWorld, type RefundWorld } from '../support/refund-world.ts';
import { until } from '../support/until.ts';
import { startWorkerProcess } from '../support/worker-process.ts';
import { beginRefund, bookRefund, decide, isClosed, settle } from '../workflow/refund-walk.ts';

const OF_AN_INVOICE = { parts: [{ of: 'invoice', amount: 60_00 }] } as const;

const ring = createKeyRing();
let world: RefundWorld;
let worker: AppHandle | null = null;
beforeAll(async () => {
  world = await createRefundWorld({ workerElsewhere: true, dataConverter: ring.dataConverter });
});
afterAll(async () => {
  await worker?.stop();
  await world.stop();
});

describe('a refund', () => {
  it('that began before payloads were encrypted goes on once they are', async () => {
    await workerHas();
    const refund = await bookRefund(world, OF_AN_INVOICE);
    expect(await encryptedWith(refund)).toEqual(['plain']);
    await workerHas('k1');
    ring.encryptWith('k1');
    await closes(refund);
    expect(await encryptedWith(refund)).toEqual(['k1', 'plain']);
  });

  it('shows nothing in its history but what operators filter by', async () => {
    const refund = await bookRefund(world, OF_AN_INVOICE);
    expect(await encryptedWith(refund)).toEqual(['k1']);
    const description = await world.handleOf(refund).describe();
    expect(await description.staticSummary()).toContain(refund.transactionId);
    expect(description.typedSearchAttributes.getAll().map(({ key }) => key.name)).toContain('RefundStatus');
    await closes(refund);
  });

  it('waits through a change of keys, and the earlier one may go when no workflow needs it any more', async () => {
    const refund = await bookRefund(world, OF_AN_INVOICE);
    // First everybody can read it, then it encrypts: docs/operations.md, "Encrypted payloads".
    await workerHas('k1', 'k2');
    ring.encryptWith('k2');
    await workerHas('k2', 'k1');
    await closes(refund);
    expect(await encryptedWith(refund)).toEqual(['k1', 'k2']);
    await workerHas('k2');
    await closes(await bookRefund(world, OF_AN_INVOICE));
  });

  it('whose key no worker has waits for it, says which, and fails of nothing', async () => {
    await workerHas('k2');
    const waiting = await bookRefund(world, OF_AN_INVOICE);
    ring.encryptWith('k3');
    const begun = await beginRefund(world, OF_AN_INVOICE);
    await isStoppedBy(begun, 'k3');
    expect(await world.find(begun.id)).toMatchObject({ status: 'requested', closedAt: null });

    await workerHas();
    await world.sandbox.settle(waiting.transactionId);
    await world.tell(waiting);
    await isStoppedBy(waiting, 'k2');
    expect(await world.find(waiting.id)).toMatchObject({ status: 'processing', closedAt: null });

    await workerHas('k3', 'k2');
    await world.seen(waiting, ({ status }) => status === 'succeeded');
    await ends(waiting);
    await world.seen(begun, ({ obligations }) => obligations.length > 0);
    await closes(begun);
    for (const { transactionId } of [waiting, begun]) {
      expect(await world.sandbox.refunds(transactionId)).toHaveLength(1);
    }
  });
});

/** A new worker in the place of the one before, with these keys alone. */
async function workerHas(...ids: string[]): Promise<void> {
  await worker?.stop();
  worker = await startWorkerProcess({
    databaseUrl: world.databaseUrl,
    temporalAddress: inject('temporalAddress'),
    taskQueue: world.taskQueue,
    sandboxUrl: world.sandbox.url,
    smtpUrl: world.mail.smtpUrl,
    payloadKeys: ring.settingOf(ids),
  });
}

async function closes(refund: RefundView): Promise<void> {
  await settle(world, refund);
  await ends(refund);
}

async function ends(refund: RefundView): Promise<void> {
  expect(await decide(world, refund, 'still_due')).toEqual({ ok: true });
  await isClosed(world, refund);
  expect(await world.handleOf(refund).result()).toBe('succeeded');
}

/** The refund's history names the key that is missing. */
function isStoppedBy(refund: RefundView, keyId: string): Promise<string[]> {
  return until(
    async () => {
      const { events } = await world.handleOf(refund).fetchHistory();
      return (events ?? []).map((event) => event.workflowTaskFailedEventAttributes?.failure?.message ?? '');
    },
    (messages) => messages.some((message) => message.includes(`the key "${keyId}"`)),
    (messages) =>
      `no workflow task failed for want of ${keyId}: ${messages.filter(Boolean).join() || 'none'}`,
  );
}

/** With which keys the payloads of the refund's history are encrypted, search attributes apart. */
async function encryptedWith(refund: RefundView): Promise<string[]> {
  const { events } = await world.handleOf(refund).fetchHistory();
  return [...new Set(keyIdsIn(events))].toSorted();
}

function keyIdsIn(part: unknown): string[] {
  if (typeof part !== 'object' || part === null || part instanceof Uint8Array) return [];
  const { metadata } = part as { metadata?: Record<string, Uint8Array> | null }; // of a payload, as the SDK decodes it
  if (metadata?.encoding !== undefined) {
    const id = metadata['encryption-key-id'];
    return [id === undefined ? 'plain' : Buffer.from(id).toString()];
  }
  return Object.entries(part).flatMap(([name, value]) =>
    name === 'searchAttributes' ? [] : keyIdsIn(value),
  );
}
