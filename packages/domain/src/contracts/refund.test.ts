import { expect, it } from 'vitest';
import { asId, type RefundId, type TransactionId } from '../ids.ts';
import { refundWorkflowId } from './refund.ts';

it('names a workflow by payment and refund, so that each refund has one of its own (B1)', () => {
  const transactionId = asId<TransactionId>('txn_7Hq2');
  expect(refundWorkflowId({ transactionId, id: asId<RefundId>('rf_1') })).toBe('refund:txn_7Hq2:rf_1');
  expect(refundWorkflowId({ transactionId, id: asId<RefundId>('rf_2') })).toBe('refund:txn_7Hq2:rf_2');
});
