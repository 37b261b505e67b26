import { describe, expect, it } from 'vitest';
import { asId, type RefundId, type TransactionId } from './ids.ts';
import { money } from './money.ts';
import { judgeRecord, type RefundRecord } from './processor-record.ts';

const refundId = (digit: string) => asId<RefundId>(`rf_${digit.repeat(32)}`);
const ASKED = {
  id: refundId('1'),
  transactionId: asId<TransactionId>('txn_1'),
  amount: money(60_00),
  currency: 'USD',
} as const;
const RECORD: RefundRecord = { ...ASKED, id: 're_1', status: 'pending' };

describe('a record of the payment company', () => {
  it.each([
    ['transaction', { transactionId: asId<TransactionId>('TXN_1') }],
    ['amount', { amount: money(60_01) }],
    ['currency', { currency: 'EUR' }],
  ])('of another %s is of other money', (field, changes) => {
    const judged = judgeRecord(ASKED, { ...RECORD, ...changes });
    expect(judged).toMatchObject({ isSameMoney: false, differsIn: [field] });
  });

  it('of that payment, whole, is of the same money, whatever its reference', () => {
    for (const reference of [null, ASKED.id, 'somebody else']) {
      const judged = judgeRecord(ASKED, { ...RECORD, reference });
      expect(judged).toMatchObject({ isSameMoney: true, differsIn: [] });
    }
  });

  it.each([
    [ASKED.id, 'ours'],
    [refundId('2'), 'anothers'],
    ['invoice 7', 'unknown'],
    [null, 'unknown'],
  ])('with the reference %s: %s', (reference, owner) => {
    expect(judgeRecord(ASKED, { ...RECORD, reference }).owner).toBe(owner);
  });

  it.each([
    ['pending', true],
    ['succeeded', true],
    ['failed', false],
    ['returned', false],
  ] as const)('that is %s moves money: %s', (status, movesMoney) => {
    expect(judgeRecord(ASKED, { ...RECORD, status }).movesMoney).toBe(movesMoney);
  });
});
