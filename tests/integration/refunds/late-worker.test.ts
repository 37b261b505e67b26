// Hand-overs whose attempt waited long for a worker, as after an outage: what is stamped is when it happened, so that "ten
// minutes after the last send" and the promise count from there (B2, R7). And those that were begun before, of which the
// row knows no send.
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Db } from '@makewhole/db/connect';
import { beginSubmission } from '@makewhole/db/refunds/submit-refund';
import { recordCommand } from '@makewhole/db/commands/apply-command';
import { money } from '@makewhole/domain/money';
import type { Dependencies } from '@makewhole/worker/activities/dependencies';
import { refundAtProcessor } from '@makewhole/worker/activities/refund-at-processor';
import { resolveOutcome } from '@makewhole/worker/activities/resolve-outcome';
import { openTestDatabase } from '../../support/database.ts';
import { SANDBOX_API_KEY, startSandbox, type SandboxControl } from '../../support/sandbox-control.ts';
import { askRefund, createSmallFirm, givePayment, type SmallFirm } from '../../support/small-firm.ts';
import { viewOf } from './walk-by-stores.ts';
import { connectedSandbox } from '../../support/connected-sandbox.ts';

const MINUTE_MS = 60_000;
/** Longer than "not found" is believed after. */
const WAITED_MS = 15 * MINUTE_MS;

const { db } = await openTestDatabase();
let sandbox: SandboxControl;
let firm: SmallFirm;
let outside: Dependencies;
beforeAll(async () => {
  [sandbox, firm] = await Promise.all([startSandbox(), createSmallFirm(db)]);
  const processor = connectedSandbox(db, { url: sandbox.url, apiKey: SANDBOX_API_KEY });
  const mailer = { send: () => Promise.resolve({ kind: 'taken' as const }), close: () => undefined };
  const webhooks = { signingKey: null, allowPrivate: true };
  outside = { db, processor, mailer, portalUrl: 'http://portal.example', webhooks };
});
afterAll(() => sandbox.stop());

describe('an attempt that waited a quarter of an hour for a worker', () => {
  it('stamps its send and the acceptance when they are', async () => {
    const refund = await recordRefund();
    const startedAt = new Date();
    expect(await handOverLate(refund)).toMatchObject({ kind: 'accepted' });
    const { lastSentAt, acceptedAt } = await viewOf(db, refund);
    expect(lastSentAt?.getTime()).toBeGreaterThanOrEqual(startedAt.getTime());
    expect(acceptedAt?.getTime()).toBeGreaterThanOrEqual(Number(lastSentAt));
  });

  it('and gets no answer is not sent again, nor taken for never refunded, within ten minutes', async () => {
    const refund = await recordRefund();
    await sandbox.arm({ kind: 'cut_connection', transactionId: refund.transactionId });
    expect(await handOverLate(refund)).toMatchObject({ kind: 'unknown', cause: 'no_answer' });
    expect(await attempt(refundAtProcessor(outside), { ...refund, at: now() })).toMatchObject({
      kind: 'unknown',
      cause: 'not_found_yet',
    });
    const instructionId = await recordCommand(db, {
      ...refund,
      actor: firm.people.owner,
      kind: 'resolve',
      body: { outcome: 'not_refunded', processorReference: null, note: 'Not there' },
    });
    const said = { ...refund, at: now(), instructionId, obligationId: null };
    expect(await attempt(resolveOutcome(outside), said)).toMatchObject({ code: 'not_resolvable' });
    expect((await viewOf(db, refund)).status).toBe('outcome_unknown');
  });
});

describe('a process that stands still between the note of a send and the send', () => {
  it('sends nothing and takes the note back', async () => {
    const refund = await recordRefund();
    const still = { ...outside, db: stopsAfterTransactions(db) };
    try {
      await expect(attempt(refundAtProcessor(still), { ...refund, at: now() })).rejects.toThrow(
        'stood still',
      );
    } finally {
      vi.useRealTimers();
    }
    expect(await sandbox.refunds(refund.transactionId)).toEqual([]);
    expect(await viewOf(db, refund)).toMatchObject({ status: 'submitting', lastSentAt: null });
  });
});

describe('a row that was handed over and knows of no send, as in a backup taken between the two', () => {
  it('is looked up first: what the processor holds is taken, and nothing is sent', async () => {
    const refund = await noteHandedOver();
    const { processor, requests } = countingSends();
    await processor.refund({ ...requestOf(refund), idempotencyKey: `forgotten ${refund.refundId}` });
    requests.length = 0;
    const handedOver = attempt(refundAtProcessor({ ...outside, processor }), { ...refund, at: now() });
    expect(await handedOver).toMatchObject({ kind: 'accepted' });
    expect(requests).toEqual([]);
    expect(await sandbox.refunds(refund.transactionId)).toHaveLength(1);
  });

  it('is not sent while the processor cannot be asked, and is once it has nothing', async () => {
    const refund = await noteHandedOver();
    const { processor, requests } = countingSends();
    const handOver = (more: { readonly sendNotBefore?: string } = {}) =>
      attempt(refundAtProcessor({ ...outside, processor }), { ...refund, at: now(), ...more });
    const inAnHour = new Date(Date.now() + 60 * MINUTE_MS).toISOString();
    await sandbox.arm({ kind: 'lookup_unavailable', reference: refund.refundId, times: 2 });
    expect(await handOver()).toEqual({ kind: 'busy', afterMs: 0 });
    expect(await handOver({ sendNotBefore: inAnHour })).toEqual({ kind: 'not_yet' });
    expect(await handOver({ sendNotBefore: inAnHour })).toEqual({ kind: 'not_yet' });
    expect(requests).toEqual([]);
    expect(await viewOf(db, refund)).toMatchObject({ status: 'submitting', lastSentAt: null });
    expect(await handOver()).toMatchObject({ kind: 'accepted' });
    expect(requests).toHaveLength(1);
  });
});

describe('a row whose payment another refund paid back since, which a restored backup has forgotten', () => {
  it('is not sent, and a person finds out', async () => {
    const refund = await noteHandedOver();
    const { processor, requests } = countingSends();
    await processor.refund({
      ...requestOf(refund),
      reference: 'rf_forgotten',
      idempotencyKey: 'rf_forgotten',
    });
    requests.length = 0;
    const handedOver = attempt(refundAtProcessor({ ...outside, processor }), { ...refund, at: now() });
    expect(await handedOver).toMatchObject({ kind: 'unknown', cause: 'payment_refunded' });
    expect(requests).toEqual([]);
    expect((await viewOf(db, refund)).status).toBe('outcome_unknown');
  });
});

describe('a row of a backup from before the hand-over', () => {
  it('is looked up where the check found it at the processor, and not sent', async () => {
    const refund = await recordRefund();
    const { processor, requests } = countingSends();
    await processor.refund({ ...requestOf(refund), idempotencyKey: `forgotten ${refund.refundId}` });
    requests.length = 0;
    const asked = { ...refund, at: now(), handedOver: true } as const;
    const handedOver = attempt(refundAtProcessor({ ...outside, processor }), asked);
    expect(await handedOver).toMatchObject({ kind: 'accepted' });
    expect(requests).toEqual([]);
  });
});

describe('an attempt that stands still between its look and its send', () => {
  it('does not send what another one has sent meanwhile', async () => {
    const refund = await noteHandedOver();
    const { processor, requests } = countingSends();
    await sandbox.arm({ kind: 'cut_connection', transactionId: refund.transactionId });
    let isOvertaken = false;
    const slow: Dependencies['processor'] = {
      ...processor,
      findRefunds: async (question) => {
        const answer = await processor.findRefunds(question);
        if (!isOvertaken) {
          isOvertaken = true;
          await attempt(refundAtProcessor({ ...outside, processor }), { ...refund, at: now() });
        }
        return answer;
      },
    };
    const overtaken = attempt(refundAtProcessor({ ...outside, processor: slow }), { ...refund, at: now() });
    expect(await overtaken).toMatchObject({ kind: 'unknown', cause: 'not_found_yet' });
    expect(requests).toHaveLength(1);
  });
});

async function noteHandedOver() {
  const refund = await recordRefund();
  await beginSubmission(db, refund, new Date());
  return refund;
}

/** The sandbox, and each request to refund that it gets. */
function countingSends() {
  const requests: string[] = [];
  const processor: Dependencies['processor'] = {
    ...outside.processor,
    refund: (request) => {
      requests.push(request.reference);
      return outside.processor.refund(request);
    },
  };
  return { processor, requests };
}

function requestOf({ refundId, transactionId }: Awaited<ReturnType<typeof recordRefund>>) {
  const sum = { amount: money(60_00), currency: 'USD' } as const;
  const { connectionId } = firm;
  return { connectionId, transactionId, ...sum, reference: refundId, timeoutMs: 20_000 };
}

async function recordRefund() {
  const transactionId = await givePayment(db, sandbox, firm, { parts: [{ of: 'unapplied', amount: 60_00 }] });
  const outcome = await askRefund(db, firm, transactionId);
  if (outcome.kind !== 'noted') throw new Error(`The refund was not noted: ${outcome.kind}`);
  return { firmId: firm.firmId, refundId: outcome.refund.id, transactionId };
}

function handOverLate(refund: Awaited<ReturnType<typeof recordRefund>>) {
  const askedAt = Date.now() - WAITED_MS;
  const input = { ...refund, at: new Date(askedAt).toISOString() };
  return attempt(refundAtProcessor(outside), input, askedAt);
}

/** Runs an activity as the server does that scheduled it at an instant. */
function attempt<Input, Result>(
  activity: (input: Input) => Promise<Result>,
  input: Input,
  scheduledAtMs = Date.now(),
): Promise<Result> {
  const times = {
    scheduledTimestampMs: scheduledAtMs,
    currentAttemptScheduledTimestampMs: scheduledAtMs,
  };
  const logger = new DefaultLogger('ERROR', () => undefined);
  return new MockActivityEnvironment(times, { logger }).run(activity, input);
}

/** The machine is two minutes late after each transaction. */
function stopsAfterTransactions(real: Db): Db {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
  return new Proxy(real, {
    get(target, name) {
      if (name !== 'transaction') return Reflect.get(target, name) as unknown; // whatever else a Db has is its own
      return async (...asked: Parameters<Db['transaction']>) => {
        const done = await target.transaction(...asked);
        vi.setSystemTime(Date.now() + 2 * MINUTE_MS);
        return done;
      };
    },
  });
}

function now(): string {
  return new Date().toISOString();
}
