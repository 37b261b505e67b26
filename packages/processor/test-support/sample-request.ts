import { randomUUID } from 'node:crypto';
import type { TransactionId } from '@makewhole/domain/ids';
import { money } from '@makewhole/domain/money';
import type { RefundRequest } from '../src/port.ts';
import { ACCOUNT } from './sandbox-process.ts';

type SampleRequest = RefundRequest & { readonly account: string };

/** The full refund of a sample payment, under a new key and reference, with the test's overrides. */
export function sampleRequest(
  transactionId: TransactionId,
  differently: Partial<Omit<SampleRequest, 'transactionId'>> = {},
): SampleRequest {
  return {
    account: ACCOUNT,
    transactionId,
    amount: money(12_500),
    currency: 'USD',
    idempotencyKey: randomUUID(),
    reference: `rf_${randomUUID()}`,
    timeoutMs: 5_000,
    ...differently,
  };
}
