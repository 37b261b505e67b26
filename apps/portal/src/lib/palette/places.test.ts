import { expect, test } from 'vitest';
import { findCommand } from './find-command.ts';
import { findPlaces } from './places.ts';

const labels = (q: string, ...actions: Parameters<typeof findPlaces>[1]) =>
  findPlaces(q, actions).map(({ label }) => label);

test('pages are found by their names and by what people call them, in any order', () => {
  expect(labels('history payment', 'payment.read')).toContain('Payment History');
  expect(labels('chargebacks', 'payment.read')).toEqual(['Disputes']);
  expect(labels('security')).toEqual(['Settings: Security']);
});

test('a page that a person may not see is not found', () => {
  expect(labels('trust report', 'payment.read')).toEqual([]);
  expect(labels('new refund', 'payment.read')).toEqual([]);
});

test('"refund" with an ID opens the exact box with that ID, whatever its case', () => {
  expect(findCommand(' refund txn_7Hq2mXvR4bKp9sLw ')?.href).toBe('/refund?id=txn_7Hq2mXvR4bKp9sLw');
  expect(findCommand('Refund pi_3Mt')?.href).toBe('/refund?id=pi_3Mt');
});

test('a name after "refund" is no command', () => {
  expect(findCommand('refund keller')).toBeNull();
  expect(findCommand('refund')).toBeNull();
  expect(findCommand('refund txn_1 txn_2')).toBeNull();
});
