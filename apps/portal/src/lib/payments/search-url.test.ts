import { expect, test } from 'vitest';
import { searchUrl } from './search-url.ts';

test.each([
  ['txn_7Hq2', 'txn_7Hq2'],
  ['txn_7Hq2\u200b', 'txn_7Hq2'],
  ['“txn_7Hq2”.', 'txn_7Hq2'],
  ['https://makewhole.example/payments/txn_7Hq2', 'txn_7Hq2'],
  ['Anand Patel\t$500.00', 'Anand Patel $500.00'],
])('%s is searched for as %s', (typed, q) => {
  expect(new URL(searchUrl(typed), 'http://localhost').searchParams.get('q')).toBe(q);
});
