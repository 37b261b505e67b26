import { expect, test } from 'vitest';
import { REFUND_STATUSES } from '@makewhole/domain/refund-states';
import { receiptOf, type ReceiptFacts } from './receipt.ts';

const SECRET = 'Fee dispute, partner knows';

// The casts: only the fields of a refund and a payment that a receipt uses.
const FACTS = {
  refund: {
    id: 'rf_1',
    status: 'succeeded',
    amount: 1_250_00,
    currency: 'USD',
    reason: 'Paid twice.',
    internalNote: SECRET,
    requestedAt: '2026-11-27T15:00:00Z',
    expected: { earliest: '2026-11-30', latest: '2026-12-01' },
  },
  payment: {
    transactionId: 'txn_1',
    currency: 'USD',
    method: 'card',
    last4: '4242',
    payer: { name: 'Dana Whitfield', email: 'dana@example.com' },
    matter: { id: 'm', externalId: 'm-14', number: '2026-014', name: 'Whitfield lease' },
    createdAt: '2026-11-20T15:00:00Z',
    items: [{ description: 'Services', invoiceNumber: 'INV-1', account: 'operating', amount: 1_250_00 }],
  },
  instrument: 'Card ending in 4242',
  firm: { name: 'Adler & Brandt LLP', timeZone: 'America/New_York' },
  since: '2026-11-30T15:00:00Z',
  now: '2026-12-02T15:00:00Z',
} as unknown as ReceiptFacts;

test('a receipt says who got what back, when and why, in plain words', () => {
  const receipt = receiptOf(FACTS);
  expect(receipt).toMatchObject({ firm: 'Adler & Brandt LLP', amount: '$1,250.00' });
  expect(receipt.status).toBe(
    'Paid back in full on Nov 30, 2026. The bank should show it by Tue, Dec 1, 2026.',
  );
  const facts = receipt.facts.map(({ name, value }) => `${name}: ${value}`);
  expect(facts).toContain('Paid back to: Dana Whitfield');
  expect(facts).toContain('By: Card ending in 4242');
  expect(facts).toContain('Reason: Paid twice.');
  expect(receipt.items).toEqual([{ description: 'Services, invoice INV-1', amount: '$1,250.00' }]);
});

test.each(REFUND_STATUSES)(
  'whatever stands (%s), it never promises more, and never tells the internal note',
  (status) => {
    const receipt = receiptOf({ ...FACTS, refund: { ...FACTS.refund, status } });
    expect(receipt.status.includes('Paid back in full')).toBe(status === 'succeeded');
    expect(JSON.stringify(receipt)).not.toContain(SECRET);
  },
);
