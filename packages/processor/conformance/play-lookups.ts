import { asId, type TransactionId } from '@makewhole/domain/ids';
import { expect } from 'vitest';
import type { Plays } from './describe-processor.ts';
import type { Fault } from './rig.ts';

const ODD_ANSWERS: readonly Fault[] = ['proxy_404', 'html', 'empty', 'truncated', '500'];

export const LOOKING_UP: Plays = {
  1: async ({ rig, processor }) => {
    const { transactionId } = await rig.pay();
    const { transactionId: anothers } = await rig.pay({ of: 'other' });
    const found = await processor.getPayment({ transactionId });
    expect(found).toMatchObject({
      kind: 'found',
      payment: { transactionId, amount: rig.amount, currency: 'USD' },
    });
    const near = [
      transactionId.toUpperCase(),
      transactionId.slice(0, -1),
      `${transactionId}0`,
      ` ${transactionId}`,
      `${transactionId} `,
      `${transactionId}/`,
      `../${transactionId}`,
      anothers,
      '',
      '.',
      '\ud800',
    ];
    for (const other of near) {
      const answer = await processor.getPayment({ transactionId: asId<TransactionId>(other) });
      expect([other, answer]).toEqual([other, { kind: 'not_found' }]);
    }
  },

  2: async ({ rig, processor }) => {
    const { transactionId, alias } = await rig.pay();
    if (alias === null) throw new Error('This rig has no other IDs: declare the behaviour as not shown');
    const [one, other] = [
      await processor.getPayment({ transactionId }),
      await processor.getPayment({ transactionId: alias }),
    ];
    expect(one).toMatchObject({ kind: 'found', payment: { transactionId, aliases: [alias] } });
    expect(other).toEqual(one);
  },

  3: async ({ rig, processor }) => {
    const { transactionId } = await rig.pay();
    for (const fault of ODD_ANSWERS) {
      await rig.fault(fault, 'lookup', 4);
      const answers = [
        await processor.getPayment({ transactionId }),
        await processor.findRefunds({ transactionId, reference: 'rf_any' }),
        await processor.getRefund({ transactionId, refundId: 're_any' }),
      ];
      expect([fault, answers.map(({ kind }) => kind)]).toEqual([fault, answers.map(() => 'unavailable')]);
      await rig.clearFaults();
    }
  },

  24: async ({ rig, processor, fullRefund }) => {
    const { transactionId } = await rig.pay();
    await rig.fault('other_object', 'lookup');
    expect((await processor.getPayment({ transactionId })).kind).toBe('unavailable');
    await rig.fault('other_object', 'send');
    expect(await processor.refund(fullRefund(transactionId))).toMatchObject({
      kind: 'unknown',
      cause: 'unreadable_answer',
    });
  },
};
