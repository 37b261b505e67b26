import { money } from '@makewhole/domain/money';
import { expect } from 'vitest';
import type { Plays, Scene } from './describe-processor.ts';
import type { Fault } from './rig.ts';

export const SENDING: Plays = {
  4: async ({ rig, processor, fullRefund }) => {
    const { transactionId } = await rig.pay();
    const request = fullRefund(transactionId);
    const { amount, currency, reference } = request;
    const refund = { transactionId, amount, currency, reference, status: 'pending' };
    expect(await processor.refund(request)).toMatchObject({ kind: 'accepted', refund });
  },

  5: async ({ rig, processor, fullRefund }) => {
    const request = fullRefund((await rig.pay()).transactionId);
    const first = await processor.refund(request);
    expect(first.kind).toBe('accepted');
    expect(await processor.refund(request)).toEqual(first);
    expect(await rig.refundsOf(request.transactionId)).toBe(1);
  },

  6: async ({ rig, processor, fullRefund }) => {
    const request = fullRefund((await rig.pay()).transactionId, { amount: money(1_00) });
    await processor.refund(request);
    const other = await processor.refund({ ...request, amount: money(2_00) });
    expect(other).toMatchObject({ kind: 'unknown', cause: 'key_reused' });
    expect(await rig.refundsOf(request.transactionId)).toBe(1);
  },

  7: async ({ rig, processor, fullRefund }) => {
    const request = fullRefund((await rig.pay()).transactionId);
    const answers = await Promise.all(Array.from({ length: 20 }, () => processor.refund(request)));
    const kinds = answers.map((answer) => (answer.kind === 'unknown' ? answer.cause : answer.kind));
    expect(kinds.filter((kind) => kind !== 'accepted' && kind !== 'in_progress')).toEqual([]);
    expect(kinds).toContain('accepted');
    expect(await rig.refundsOf(request.transactionId)).toBe(1);
  },

  8: async ({ rig, processor, fullRefund }) => {
    const { transactionId } = await rig.pay();
    await processor.refund(fullRefund(transactionId));
    const second = await processor.refund(fullRefund(transactionId));
    expect(second).toMatchObject({ kind: 'refused', code: 'already_refunded' });
    expect(await rig.refundsOf(transactionId)).toBe(1);
  },

  9: async (scene) => {
    const { rig, processor, fullRefund } = scene;
    const request = fullRefund((await rig.pay()).transactionId);
    await rig.fault('saved_500', 'send');
    expect(await processor.refund(request)).toMatchObject({ kind: 'unknown', cause: 'server_error' });
    expect(await processor.refund(request)).toMatchObject({ kind: 'unknown', cause: 'saved_error' });
    await expectFound(scene, request);
  },

  10: async (scene) => {
    const { rig, processor, fullRefund } = scene;
    const cut = fullRefund((await rig.pay()).transactionId);
    await rig.fault('cut_after', 'send');
    expect(await processor.refund(cut)).toMatchObject({ kind: 'unknown', cause: 'connection_lost' });
    await expectFound(scene, cut);
    const late = fullRefund((await rig.pay()).transactionId, { timeoutMs: 500 });
    await rig.fault('silent_after', 'send');
    expect(await processor.refund(late)).toMatchObject({ kind: 'unknown', cause: 'timeout' });
    await expectFound(scene, late);
  },

  11: async ({ rig, connected, fullRefund }) => {
    const { transactionId } = await rig.pay();
    const { processor } = rig.connect('nobody_listens');
    expect(await processor.refund(fullRefund(transactionId))).toMatchObject({
      kind: 'retry_later',
      cause: 'busy',
    });
    const isAsked = connected.capabilities.truth === 'api';
    const { kind } = await processor.getPayment({ transactionId });
    expect(kind).toBe(isAsked ? 'unavailable' : 'found');
    expect(await rig.sendsOf(transactionId)).toBe(0);
  },

  12: async ({ rig, processor, fullRefund }) => {
    const faults: readonly Fault[] = ['cut_before', 'cut_after', '500', '429', 'truncated'];
    for (const fault of faults) {
      const { transactionId } = await rig.pay();
      await rig.fault(fault, 'send');
      const answer = await processor.refund(fullRefund(transactionId));
      expect([fault, answer.kind]).toEqual([fault, fault === '429' ? 'retry_later' : 'unknown']);
      expect([fault, await rig.sendsOf(transactionId)]).toEqual([fault, 1]);
    }
  },

  13: async ({ rig, processor, fullRefund }) => {
    const { transactionId } = await rig.pay();
    const request = fullRefund(transactionId);
    await rig.fault('429', 'send');
    const busy = { kind: 'retry_later', cause: 'busy', afterMs: 7_000 };
    expect(await processor.refund(request)).toMatchObject(busy);
    const broken = { kind: 'retry_later', cause: 'connection_broken' };
    const stranger = rig.connect('wrong_key');
    expect(await stranger.processor.refund(request)).toMatchObject(broken);
    expect(await stranger.processor.getPayment({ transactionId })).toMatchObject({
      kind: 'unavailable',
      cause: 'connection_broken',
    });
    expect(await rig.refundsOf(transactionId)).toBe(0);
    const report = await stranger.check();
    expect(report.problems).not.toEqual([]);
    expect((await rig.connect().check()).problems).toEqual([]);
  },
};

async function expectFound(
  { rig, processor }: Scene,
  { transactionId, reference }: ReturnType<Scene['fullRefund']>,
): Promise<void> {
  await rig.heard(transactionId);
  const found = await processor.findRefunds({ transactionId, reference });
  expect(found).toMatchObject({ kind: 'found', refunds: [{ transactionId, reference }] });
  expect(await rig.refundsOf(transactionId)).toBe(1);
}
