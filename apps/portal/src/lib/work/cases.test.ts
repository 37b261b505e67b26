import { expect, test } from 'vitest';
import type { QueuedObligation } from '#lib/api-types.ts';
import { caseKeyOf, casesOf } from './cases.ts';

const task = (id: string, over: Partial<QueuedObligation>): QueuedObligation => ({
  ...{ id, kind: 'invoice_decision', status: 'open', owner: 'admin', subject: '', summary: '', amount: 1 },
  ...{ openedAt: '', dueAt: '2026-12-01T22:00:00Z', settledAt: null, settledBy: null, decision: null },
  ...{ proposed: null, payingTransactionId: null, refundId: 'rf_1', transactionId: 'txn_1' },
  ...{ bankAccountId: null, connectionId: null, currency: 'USD', payerName: 'Ana', matterNumber: null },
  ...{ assignee: null, snoozedUntil: null },
  ...over,
});

const STEPS = [
  task('c', { kind: 'trust_transfer' }),
  task('a', { kind: 'trust_payment' }),
  task('d', {}),
  task('b', { kind: 'trust_deposit' }),
];

test('what is owed about one payment is one case, its steps in the order of work', () => {
  const [one, ...others] = casesOf(STEPS, () => true);
  expect(others).toEqual([]);
  expect(one?.tasks.map(({ id }) => id)).toEqual(['d', 'a', 'b', 'c']);
});

test('the next step is the first that the viewer may take, or the first of all', () => {
  expect(casesOf(STEPS, (action) => action === 'trust.record')[0]?.next.id).toBe('a');
  expect(casesOf(STEPS, () => false)[0]?.next.id).toBe('d');
});

test('what is about no payment is a case of its own', () => {
  const tasks = [task('x', { transactionId: '' }), task('y', { transactionId: '' })];
  expect(casesOf(tasks, () => true).map(({ key }) => key)).toEqual(['x', 'y']);
  expect(caseKeyOf(task('x', {}))).toBe('txn_1');
});

test('what is due sooner comes first', () => {
  const sooner = [...STEPS, task('f', { kind: 'trace_missing', dueAt: '2026-11-30T22:00:00Z' })];
  expect(casesOf(sooner, () => true)[0]?.next.id).toBe('f');
});

test('a dispute comes before everything', () => {
  const disputed = [...STEPS, task('e', { kind: 'dispute', dueAt: '2027-01-01T00:00:00Z' })];
  expect(casesOf(disputed, () => true)[0]?.next.id).toBe('e');
});
