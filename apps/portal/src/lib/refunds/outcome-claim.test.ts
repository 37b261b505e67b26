import { expect, test } from 'vitest';
import type { RefundEvent } from '#lib/api-types.ts';
import { readClaims } from './outcome-claim.ts';

const event = (type: string, data: RefundEvent['data'] = {}): RefundEvent => ({
  id: '1',
  at: '2026-11-24T15:00:00.000Z',
  type,
  actor: 'pr_1',
  data,
  hash: '',
});
const claimed = (outcome: string) => event('refund.outcome_claimed', { outcome, note: 'By phone' });

test('what one person said counts until the refund is sent again', () => {
  expect(readClaims([event('refund.sent'), claimed('not_refunded')])).toEqual([
    { outcome: 'not_refunded', by: 'pr_1', at: '2026-11-24T15:00:00.000Z', note: 'By phone' },
  ]);
  expect(readClaims([claimed('not_refunded'), event('refund.sent')])).toEqual([]);
  expect(readClaims([event('refund.sent'), claimed('something newer')])).toEqual([]);
});
