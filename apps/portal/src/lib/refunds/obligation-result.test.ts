import { expect, test } from 'vitest';
import type { Obligation } from '#lib/api-types.ts';
import { describeResult, recordedSteps } from './obligation-result.ts';

const DONE: Obligation = {
  id: 'obl_1',
  kind: 'trust_deposit',
  status: 'done',
  owner: 'lawyer',
  subject: '',
  summary: 'Deposit it',
  amount: 115_000,
  openedAt: '2026-11-23T15:00:00Z',
  dueAt: '2026-12-01T22:00:00Z',
  settledAt: '2026-11-24T15:00:00Z',
  settledBy: 'pr_1',
  decision: null,
  proposed: null,
  payingTransactionId: null,
};
const record = { obligationId: 'obl_1', amount: 115_000, date: '2026-11-24', reference: 'DEP 17' };

test('a trust step that was taken says what its record says', () => {
  expect(describeResult(DONE, [{ type: 'obligation.done', data: record }], 'USD')).toBe(
    '$1,150.00 on Tue, Nov 24, 2026, reference DEP 17.',
  );
});

test('a trust step that was corrected says what is right, and what it said before', () => {
  const corrected = {
    ...{ ...record, date: '2026-11-23', reference: 'DEP 18', note: 'A slip' },
    before: { date: '2026-11-24', reference: 'DEP 17' },
  };
  const events = [
    { type: 'obligation.done', data: record },
    { type: 'trust_step.corrected', data: corrected },
  ];
  expect(describeResult(DONE, events, 'USD')).toBe(
    '$1,150.00 on Mon, Nov 23, 2026, reference DEP 18. Corrected: it said Tue, Nov 24, 2026, reference DEP 17. Why: A slip',
  );
  expect(recordedSteps([DONE], events)).toEqual([
    { step: 'deposit', date: '2026-11-23', reference: 'DEP 18' },
  ]);
});

test('a decision that was taken is said, and what is open has no result', () => {
  expect(describeResult({ ...DONE, kind: 'invoice_decision', decision: 'write_off' }, [], 'USD')).toBe(
    'Write off.',
  );
  expect(
    describeResult({ ...DONE, status: 'open' }, [{ type: 'obligation.done', data: record }], 'USD'),
  ).toBeNull();
});
