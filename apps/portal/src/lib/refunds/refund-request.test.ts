import { expect, test } from 'vitest';
import { findFaults, keyForNext, readRefundRequest } from './refund-request.ts';

function sent(fields: Record<string, string>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return form;
}

test('a request is read with the line ends that people meant, and without white space around their words', () => {
  const values = readRefundRequest(sent({ reason: '  Paid twice.\r\nSorry.  ', transactionId: 'txn_1' }));
  expect(values).toMatchObject({ reason: 'Paid twice.\nSorry.', internalNote: '', transactionId: 'txn_1' });
});

test.each([
  ['', 'Give a reason'],
  ['   ', 'Give a reason'],
  ['x'.repeat(501), 'It has 501'],
])('a reason that cannot be sent is refused with what to do: %j', (reason, said) => {
  expect(findFaults(readRefundRequest(sent({ reason }))).reason).toContain(said);
});

test('a reason and a note of the longest allowed length are fine', () => {
  const longest = sent({ reason: 'x'.repeat(500), internalNote: 'y'.repeat(2_000) });
  expect(findFaults(readRefundRequest(longest))).toEqual({});
});

test.each([null, 'api_unreachable', 'not_noted', 'timeout'])(
  'a request of which nobody knows whether it was noted keeps its key: %s',
  (refusedWith) => {
    expect(keyForNext({ key: 'first', refusedWith }, 'second')).toBe('first');
  },
);

test.each(['preview_stale', 'idempotency_key_reused', 'other_payment'])(
  'after %s the next request has a new key',
  (code) => {
    expect(keyForNext({ key: 'first', refusedWith: code }, 'second')).toBe('second');
  },
);

test('a form that was not sent yet has the key that it came with', () => {
  expect(keyForNext(null, 'first')).toBe('first');
});
