// What the engine does with an unknown outcome by what the processor can do (B1, B2): a processor without keys is never
// sent anything twice, and one that keeps answering with the same error is only asked.
import { MockActivityEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RefundKey } from '@makewhole/db/lock-refund';
import type { ProcessorCapabilities } from '@makewhole/domain/processor-capabilities';
import type { RefundAnswer } from '@makewhole/processor/port';
import type { Dependencies } from '@makewhole/worker/activities/dependencies';
import { followSettlement } from '@makewhole/worker/activities/follow-settlement';
import { refundAtProcessor } from '@makewhole/worker/activities/refund-at-processor';
import { openTestDatabase } from '../../support/database.ts';
import { SANDBOX_API_KEY, startSandbox, type SandboxControl } from '../../support/sandbox-control.ts';
import { askRefund, createSmallFirm, givePayment, type SmallFirm } from '../../support/small-firm.ts';
import { viewOf } from './walk-by-stores.ts';
import { changedProcessors, connectedSandbox } from '../../support/connected-sandbox.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

const { db } = await openTestDatabase();
let sandbox: SandboxControl;
let firm: SmallFirm;
let processor: Dependencies['processor'];
beforeAll(async () => {
  [sandbox, firm] = await Promise.all([startSandbox(), createSmallFirm(db)]);
  processor = connectedSandbox(db, { url: sandbox.url, apiKey: SANDBOX_API_KEY });
});
afterAll(() => sandbox.stop());

describe('a processor without keys', () => {
  it('is never sent a refund twice, however long its answer is missing', async () => {
    const { refund, attemptIn, sends } = await beginning({
      idempotency: 'none',
      sendAgainWithinMs: 0,
      notFoundBelievedAfterMs: null,
    });
    await sandbox.arm({ kind: 'cut_connection', transactionId: refund.transactionId });
    expect(await attemptIn(0)).toMatchObject({ kind: 'unknown', cause: 'no_answer' });
    expect(await attemptIn(11 * MINUTE_MS)).toMatchObject({ kind: 'unknown', cause: 'not_found_yet' });
    for (const ms of [61 * MINUTE_MS, DAY_MS, 30 * DAY_MS]) {
      expect(await attemptIn(ms)).toMatchObject({ kind: 'unknown', cause: 'key_expired' });
    }
    expect(sends).toHaveLength(1);
  });
});

describe('a processor that repeats its error', () => {
  it('is asked, and sent nothing any more', async () => {
    const { refund, attemptIn, sends } = await beginning({});
    await sandbox.arm({ kind: 'saved_500', transactionId: refund.transactionId });
    expect(await attemptIn(0)).toMatchObject({ kind: 'unknown', cause: 'no_answer' });
    expect(await attemptIn(11 * MINUTE_MS)).toMatchObject({ kind: 'unknown', cause: 'saved_error' });
    expect(await attemptIn(60 * MINUTE_MS)).toMatchObject({ kind: 'unknown', cause: 'saved_error' });
    expect(sends).toHaveLength(2);
    // It did the work after all.
    await sandbox.post('/control/refund', {
      transactionId: refund.transactionId,
      reference: refund.refundId,
    });
    expect(await attemptIn(61 * MINUTE_MS)).toMatchObject({ kind: 'accepted' });
    expect(sends).toHaveLength(2);
  });
});

describe('a processor that does not accept our key any more', () => {
  it('takes nothing, and the reason is told', async () => {
    const { refund, attemptIn } = await beginning({}, { apiKey: 'another key' });
    expect(await attemptIn(0)).toMatchObject({ kind: 'busy', cause: 'connection_broken' });
    expect(await viewOf(db, refund)).toMatchObject({ status: 'submitting', lastSentAt: null });
  });
});

describe('a processor that has no word for a credit that came back', () => {
  it('is believed to mean it by a failure after the success', async () => {
    const { refund, attemptIn, processor: one } = await beginning({});
    await attemptIn(0);
    await sandbox.post('/control/settle', { transactionId: refund.transactionId });
    expect(await follow(refund, one)).toMatchObject({ kind: 'succeeded' });
    const failing: Dependencies['processor'] = {
      ...one,
      getRefund: async (request) => {
        const answer = await one.getRefund(request);
        if (answer.kind !== 'found') return answer;
        return { kind: 'found', refund: { ...answer.refund, status: 'failed', failureCode: 'declined' } };
      },
    };
    expect(await follow(refund, failing)).toMatchObject({ kind: 'failed' });
    const { failureMessage } = await viewOf(db, refund);
    expect(failureMessage).toContain('bank sent the money back');
  });
});

/** Asks how it came out. It sends no email and delivers no webhook. */
function follow(refund: RefundKey, outside: Dependencies['processor']) {
  const asked = { ...refund, at: new Date().toISOString() };
  const outsideWorld = { db, processor: outside } as unknown as Dependencies;
  return new MockActivityEnvironment().run(followSettlement(outsideWorld), asked);
}

type Differently = {
  readonly apiKey?: string;
  /** What the company says to each send; by default what the sandbox says. */
  readonly answer?: RefundAnswer;
  /** Of what it accepts. */
  readonly pendingReason?: string | null;
};

describe('a refund that waits for funds of the firm at the company (B14)', () => {
  it('asks somebody to add them, and no more once it moves on', async () => {
    const { refund, attemptIn, processor: one } = await beginning({});
    await attemptIn(0);
    const pending = (pendingReason: string | null) =>
      follow(refund, {
        ...one,
        getRefund: async (request) => {
          const answer = await one.getRefund(request);
          return answer.kind === 'found'
            ? { kind: 'found', refund: { ...answer.refund, status: 'pending', pendingReason } }
            : answer;
        },
      });
    for (let times = 1; times <= 2; times += 1) {
      const heard = await pending('insufficient_funds');
      expect(heard).toMatchObject({ kind: 'pending', opened: [{ subject: 'add_funds' }] });
    }
    expect((await viewOf(db, refund)).obligations).toMatchObject([
      { subject: 'add_funds', owner: 'admin', status: 'open', summary: expect.stringContaining('$60.00') },
    ]);
    expect(await pending('processing')).toMatchObject({ kind: 'pending', opened: [] });
    expect((await viewOf(db, refund)).obligations).toMatchObject([{ subject: 'add_funds', status: 'done' }]);
  });

  it('is asked after at once, where the company accepts it and says so', async () => {
    const { refund, attemptIn } = await beginning({}, { pendingReason: 'insufficient_funds' });
    const accepted = await attemptIn(0);
    const { acceptedAt } = await viewOf(db, refund);
    expect(accepted).toMatchObject({ kind: 'accepted', askFrom: acceptedAt?.toISOString() });
  });

  it('and is refused for want of them fails, and asks for them first', async () => {
    const refusal = { kind: 'refused', code: 'insufficient_funds', message: 'No funds' } as const;
    const { refund, attemptIn } = await beginning({}, { answer: refusal });
    expect(await attemptIn(0)).toMatchObject({ kind: 'failed', opened: [{ subject: 'add_funds' }] });
    const { status, failureMessage } = await viewOf(db, refund);
    expect([status, failureMessage]).toEqual(['failed', expect.stringContaining('Add funds there')]);
  });
});

/** A refund that is about to be submitted, to a processor that can do this. */
async function beginning(
  differently: Partial<ProcessorCapabilities>,
  { apiKey, answer, pendingReason = null }: Differently = {},
) {
  const transactionId = await givePayment(db, sandbox, firm, { parts: [{ of: 'unapplied', amount: 60_00 }] });
  const outcome = await askRefund(db, firm, transactionId);
  if (outcome.kind !== 'noted') throw new Error(`The refund was not noted: ${outcome.kind}`);
  const refund = { firmId: firm.firmId, refundId: outcome.refund.id, transactionId };
  const base = apiKey === undefined ? processor : connectedSandbox(db, { url: sandbox.url, apiKey });
  const sends: string[] = [];
  const one = changedProcessors(base, {
    capabilities: differently,
    refund: async (request) => {
      sends.push(request.reference);
      const given = answer ?? (await base.refund(request));
      return given.kind === 'accepted' ? { ...given, refund: { ...given.refund, pendingReason } } : given;
    },
  });
  // It sends no email and delivers no webhook.
  const outside = { db, processor: one } as unknown as Dependencies;
  const attemptIn = (ms: number) =>
    new MockActivityEnvironment().run(refundAtProcessor(outside), {
      ...refund,
      at: new Date(Date.now() + ms).toISOString(),
    });
  return { refund, attemptIn, sends, processor: one };
}
