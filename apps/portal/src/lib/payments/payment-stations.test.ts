import { expect, test } from 'vitest';
import { roleMay, type Action, type Role } from '@makewhole/domain/roles';
import { nextActOfPayment } from './next-act-of-payment.ts';
import { paymentStations } from './payment-stations.ts';

type Payment = Parameters<typeof paymentStations>[0];

const SETTLED: Payment = {
  ...({ type: 'sale', status: 'settled', disputed: false, dispute: null, refundId: null } as const),
  ...{ createdAt: '2026-11-17T18:00:00Z', settledAt: '2026-11-19T14:00:00Z', returnCode: null },
};
const REFUND = { status: 'processing', expected: { earliest: '2026-12-01', latest: '2026-12-02' } } as const;

const labels = (payment: Partial<Payment>, refund: Parameters<typeof paymentStations>[1] = null) =>
  paymentStations({ ...SETTLED, ...payment }, refund, 'America/New_York').map(({ label, date, reached }) => [
    label,
    date,
    reached,
  ]);

test('a payment is paid, settled, and on its way back', () => {
  expect(labels({}, { ...REFUND, arrivedOn: null })).toEqual([
    ['Paid', '2026-11-17', true],
    ['Settled', '2026-11-19', true],
    ['Refunded', '2026-12-01', false],
  ]);
  expect(labels({}, { ...REFUND, status: 'succeeded', arrivedOn: '2026-12-01' }).at(-1)).toEqual([
    'Refunded',
    '2026-12-01',
    true,
  ]);
});

test.each([
  [{ status: 'returned', settledAt: null }, 'Returned'],
  [{ type: 'authorization', status: 'voided', settledAt: null }, 'Voided'],
  [{ disputed: true }, 'Disputed'],
] as const)('a payment %j ends as %s', (payment, label) => {
  expect(labels(payment).at(-1)).toEqual([label, null, true]);
});

const act = (role: Role, payment: Partial<Parameters<typeof nextActOfPayment>[0]> = {}) =>
  nextActOfPayment(
    {
      ...({
        transactionId: 'txn_1',
        type: 'sale',
        status: 'settled',
        refundId: null,
        refundOf: null,
      } as const),
      eligibility: { refundable: true, code: null, message: null, refundableFrom: null, bankAccountId: null },
      ...{ unassigned: false, tasks: [] },
      ...payment,
    },
    (action: Action) => roleMay(role, action),
  );

test('its next act is to refund it, to see its refund, or its dispute', () => {
  expect(act('admin')).toMatchObject({ label: 'Refund…', href: '/refund?id=txn_1' });
  expect(act('viewer')).toBeNull();
  expect(act('viewer', { refundId: 'rf_1' })).toMatchObject({ label: 'View refund', href: '/refunds/rf_1' });
  const tasks = [{ id: 'ob_1', kind: 'dispute', subject: '', status: 'open' }] as const;
  expect(act('lawyer', { tasks })).toMatchObject({ label: 'Respond to the dispute', href: '#task-ob_1' });
});
