import { randomUUID } from 'node:crypto';
import type { TransactionId } from '@makewhole/domain/ids';
import { money } from '@makewhole/domain/money';
import { movesMoney } from '@makewhole/domain/processor-record';
import { expect } from 'vitest';
import type { ProcessorRefund } from '../src/port.ts';
import type { Plays, Scene } from './describe-processor.ts';
import type { Step, Wanted } from './rig.ts';

export const OUTCOMES: Plays = {
  14: async (scene) => {
    const { rig, processor, fullRefund } = scene;
    const refused = async (wanted: Wanted, steps: readonly Step[] = [], amount = rig.amount) => {
      const { transactionId } = await rig.pay(wanted);
      for (const step of steps) await rig.step(transactionId, step);
      const answer = await processor.refund(fullRefund(transactionId, { amount: money(amount) }));
      return answer.kind === 'refused' ? answer.code : answer.kind;
    };
    expect(await refused({ capture: 'none' })).toBe('not_captured');
    expect(await refused({ capture: 'none' }, ['lapse'])).toBe('voided');
    expect(await refused({}, ['dispute'])).toBe('disputed');
    expect(await refused({}, [], rig.amount + 1)).toBe('amount_exceeds_remaining');
    expect(await refused({ method: 'ach' }, ['return'])).toBe('payment_returned');
    const { ach: windowDays } = scene.connected.capabilities.refundWindowDays;
    if (windowDays !== null) {
      expect(await refused({ method: 'ach', daysAgo: windowDays + 1 })).toBe('window_over');
      expect(await refused({ method: 'unsupported' })).toBe('method_unsupported');
    }
  },

  15: async ({ rig, processor }) => {
    const disputed = async (step: Step) => {
      const { transactionId } = await rig.pay();
      await rig.step(transactionId, step);
      const answer = await processor.getPayment({ transactionId });
      return answer.kind === 'found' ? answer.payment : null;
    };
    expect(await disputed('inquire')).toMatchObject({
      disputed: true,
      dispute: { kind: 'inquiry', status: 'open' },
    });
    expect(await disputed('dispute')).toMatchObject({
      disputed: true,
      dispute: { kind: 'chargeback', status: 'open' },
    });
  },

  16: async ({ rig, processor }) => {
    const ask = (transactionId: TransactionId, idempotencyKey = randomUUID()) =>
      processor.voidAuthorization({ transactionId, idempotencyKey, timeoutMs: 5_000 });
    const { transactionId } = await rig.pay({ capture: 'none' });
    const key = randomUUID();
    const voided = await ask(transactionId, key);
    expect(voided).toMatchObject({ kind: 'voided', payment: { transactionId, status: 'voided' } });
    expect(await ask(transactionId, key)).toMatchObject({ kind: 'voided' });
    expect(await ask(transactionId)).toMatchObject({ kind: expect.stringMatching(/voided|refused/) });
    const captured = await rig.pay();
    expect(await ask(captured.transactionId)).toMatchObject({ kind: 'refused', code: 'already_captured' });
    const lapsed = await rig.pay({ capture: 'none' });
    await rig.step(lapsed.transactionId, 'lapse');
    const seen = await processor.getPayment({ transactionId: lapsed.transactionId });
    expect(seen).toMatchObject({ kind: 'found', payment: { status: 'voided' } });
  },

  17: async (scene) => {
    const { rig, processor } = scene;
    const before = new Date(Date.now() - 60_000).toISOString();
    const refund = await refunded(scene);
    expect(refund.status).toBe('pending');
    await rig.step(refund.transactionId, 'succeed');
    expect((await again(scene, refund)).status).toBe('succeeded');
    if (scene.connected.capabilities.changeFeed.kind === 'none') return;
    const changes = await processor.listChanges({ cursor: null, since: before, limit: 100 });
    if (changes.kind !== 'changes') throw new Error(changes.message);
    expect(changes.changes).toContainEqual(expect.objectContaining({ about: 'refund', id: refund.id }));
  },

  18: async (scene) => {
    const { rig, processor } = scene;
    const refund = await refunded(scene);
    const { transactionId } = refund;
    await rig.step(transactionId, 'succeed');
    await rig.step(transactionId, 'fail_late');
    const late = await again(scene, refund);
    expect(movesMoney(late)).toBe(false);
    expect(late.failureCode).toBeTruthy();
    const payment = await processor.getPayment({ transactionId });
    expect(payment).toMatchObject({ kind: 'found', payment: { refundedAmount: 0 } });
  },

  19: async (scene) => {
    const steps = { cancel: 'failed', require_action: 'pending', new_status: 'pending' } as const;
    for (const [step, status] of Object.entries(steps)) {
      const refund = await refunded(scene);
      await scene.rig.step(refund.transactionId, step as keyof typeof steps); // the keys of a constant object
      expect([step, (await again(scene, refund)).status]).toEqual([step, status]);
    }
  },

  28: async (scene) => {
    const refund = await refunded(scene);
    await scene.rig.step(refund.transactionId, 'succeed');
    expect((await again(scene, refund)).trace).toMatchObject({ value: null, status: 'pending' });
    await scene.rig.step(refund.transactionId, 'trace');
    const traced = await again(scene, refund);
    expect(traced.trace).toMatchObject({ kind: 'acquirer_reference_number', status: 'available' });
    expect(traced).toMatchObject({ isReversal: false, trace: { value: expect.stringMatching(/^\d{23}$/) } });
    const reversed = await refunded(scene);
    await scene.rig.step(reversed.transactionId, 'reverse');
    expect(await again(scene, reversed)).toMatchObject({
      isReversal: true,
      trace: { value: null, status: 'unavailable' },
    });
  },
};

async function refunded({ rig, processor, fullRefund }: Scene): Promise<ProcessorRefund> {
  const answer = await processor.refund(fullRefund((await rig.pay()).transactionId));
  if (answer.kind !== 'accepted') throw new Error(`The refund was ${answer.kind}: ${answer.message}`);
  return answer.refund;
}

async function again({ processor }: Scene, { id, transactionId }: ProcessorRefund): Promise<ProcessorRefund> {
  const answer = await processor.getRefund({ transactionId, refundId: id });
  if (answer.kind !== 'found') throw new Error(`The refund is ${answer.kind}`);
  return answer.refund;
}
