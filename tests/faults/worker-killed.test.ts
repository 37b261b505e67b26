// Kill -9 of the worker inside each of the six activities and in the settlement window (B1, B10): whatever it was doing,
// the next worker finishes it, once. Nothing in the product knows of these tests: each activity is held where it waits
// for the outside anyway.
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { RefundView } from '@makewhole/db/refunds/refund-view';
import { balanceOf } from '@makewhole/domain/postings';
import type { AppHandle } from '@makewhole/stack/apps';
import { createRefundWorld, type RefundWorld } from '../support/refund-world.ts';
import { MATTER_USERS } from '../support/small-firm.ts';
import { startStallingProxy } from '../support/stalling-proxy.ts';
import { until } from '../support/until.ts';
import { startWorkerProcess } from '../support/worker-process.ts';
import { today } from '../support/today.ts';
import { stepsFromAcceptance } from '../workflow/refund-walk.ts';

let world: RefundWorld;
let relay: Awaited<ReturnType<typeof startStallingProxy>>;
let worker: AppHandle;
let lockHolder: postgres.Sql;

beforeAll(async () => {
  world = await createRefundWorld({ workerElsewhere: true });
  // So that each of the activities after the acceptance has something to write.
  await stepsFromAcceptance(world);
  const smtp = new URL(world.mail.smtpUrl);
  relay = await startStallingProxy({ host: smtp.hostname, port: Number(smtp.port) });
  lockHolder = postgres(world.databaseUrl, { max: 1 });
  worker = await startWorker();
});

afterAll(async () => {
  await worker.stop();
  await lockHolder.end();
  await relay.stop();
  await world.stop();
});

describe('a worker killed with kill -9', () => {
  it('in checkTransaction', async () => {
    await killedIn('checkTransaction', async (transactionId) => {
      await world.sandbox.arm({ kind: 'slow', operation: 'lookup', transactionId, ms: 4_000 });
      return { release: async () => undefined };
    });
  });

  it('in refundAtProcessor, after the processor took the refund and before its answer came', async () => {
    await killedIn('refundAtProcessor', async (transactionId) => {
      await world.sandbox.arm({ kind: 'timeout_after_success', transactionId, ms: 20_000 });
      return {
        isHeld: async () => (await world.sandbox.refunds(transactionId)).length === 1,
        release: async () => undefined,
      };
    });
  });

  it('in debitOperatingAccount', () => killedIn('debitOperatingAccount', () => lockTable('ledger_entries')));

  it('in reverseInvoicePayment', () => killedIn('reverseInvoicePayment', () => lockTable('allocations')));

  it('in openTrustFollowUp', () => killedIn('openTrustFollowUp', () => lockTable('obligations')));

  it('in notifyMatter', async () => {
    await killedIn('notifyMatter', async () => {
      relay.stall(true);
      return { release: async () => relay.stall(false) };
    });
  });

  it('in the settlement window', async () => {
    const refund = await startRefund();
    await world.seen(refund, isBooked);
    await worker.kill9();
    worker = await startWorker();
    await finishesOnce(refund);
  });
});

type HoldUp = {
  /** Whether the activity has come as far as the test wants to kill it; as soon as it runs where left out. */
  readonly isHeld?: () => Promise<boolean>;
  readonly release: () => Promise<unknown>;
};

/** Holds the activity up, kills the worker in it, starts another one, and expects the refund to finish as if nothing was. */
async function killedIn(activity: string, holdUp: (transactionId: string) => Promise<HoldUp>): Promise<void> {
  const transactionId = await world.pay({
    parts: [
      { of: 'invoice', amount: 80_00 },
      { of: 'trust', amount: 20_00 },
    ],
  });
  const { isHeld = async () => true, release } = await holdUp(transactionId);
  const refund = await world.request(transactionId);
  await world.start(refund);
  await isRunning(refund, activity);
  await until(isHeld, Boolean, () => `${activity} did not get as far as it should`);
  await worker.kill9();
  await release();
  worker = await startWorker();
  await finishesOnce(refund);
}

async function startRefund(): Promise<RefundView> {
  const refund = await world.request(await world.pay({ parts: [{ of: 'invoice', amount: 100_00 }] }));
  await world.start(refund);
  return refund;
}

async function finishesOnce(refund: RefundView): Promise<void> {
  const booked = await world.seen(refund, isBooked);
  await world.sandbox.settle(refund.transactionId);
  await world.handleOf(refund).signal('processorReported');
  await world.seen(refund, ({ status }) => status === 'succeeded');
  await finishObligations(booked);
  const closed = await world.seen(refund, ({ closedAt }) => closedAt !== null);

  expect(await world.sandbox.refunds(refund.transactionId)).toHaveLength(1);
  expect(balanceOf(closed.postings, 'refunds_clearing')).toBe(0);
  const keys = closed.postings.map(({ step, leg, allocationId }) => `${step} ${leg} ${allocationId}`);
  expect(new Set(keys).size).toBe(keys.length);
  expect(keys.filter((key) => key.startsWith('operating_debit'))).toHaveLength(refund.legs.length);
  expect(messageIdsAbout(refund).size).toBe(MATTER_USERS.length);
}

async function finishObligations(refund: RefundView): Promise<void> {
  const actor = world.firm.people.lawyer;
  await world.instruct(
    refund,
    'decideInvoice',
    { kind: 'invoice_decision', body: { decision: 'still_due', note: null }, actor },
    'invoice_decision',
  );
  const trust = refund.legs.find(({ account }) => account === 'trust');
  if (trust === undefined) return;
  for (const step of ['payment', 'deposit', 'transfer'] as const) {
    const body = {
      step,
      amount: trust.amount,
      currency: refund.currency,
      date: today(),
      reference: 'CHK 1044',
      evidenceId: null,
    };
    const taken = await world.instruct(
      refund,
      'recordTrustStep',
      { kind: 'trust_step', body, actor },
      `trust_${step}`,
    );
    expect(taken).toEqual({ ok: true });
  }
}

/** Distinct messages to the matter's users: a message that went out twice carries the same ID (R9). */
function messageIdsAbout({ transactionId }: RefundView): Set<string> {
  const about = world.mail
    .messages()
    .filter(({ text, subject }) => text.includes(transactionId) && subject.startsWith('Payment refunded'));
  return new Set(about.map(({ messageId }) => messageId));
}

function isBooked({ status, obligations, legs, postings }: RefundView): boolean {
  const debits = postings.filter(({ step }) => step === 'operating_debit');
  const owed = legs.length === 2 ? 4 : 1;
  return status === 'processing' && debits.length === legs.length && obligations.length === owed;
}

async function isRunning(refund: RefundView, activity: string): Promise<void> {
  await until(
    async () => (await world.handleOf(refund).describe()).raw.pendingActivities ?? [],
    (pending) =>
      pending.some(
        ({ activityType, lastStartedTime }) => activityType?.name === activity && lastStartedTime != null,
      ),
    (pending) => `pending: ${pending.map(({ activityType }) => activityType?.name).join(', ')}`,
  );
}

/** Keeps everyone else from writing to a table, as a long migration or a stuck transaction would. */
async function lockTable(table: string): Promise<HoldUp> {
  const held = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  const ended = lockHolder.begin(async (sql) => {
    await sql.unsafe(`LOCK TABLE ${table} IN EXCLUSIVE MODE`);
    held.resolve();
    await release.promise;
  });
  await held.promise;
  return {
    release: async () => {
      release.resolve();
      await ended;
    },
  };
}

function startWorker(): Promise<AppHandle> {
  return startWorkerProcess({
    databaseUrl: world.databaseUrl,
    temporalAddress: inject('temporalAddress'),
    taskQueue: world.taskQueue,
    sandboxUrl: world.sandbox.url,
    smtpUrl: `smtp://127.0.0.1:${relay.port}`,
  });
}
