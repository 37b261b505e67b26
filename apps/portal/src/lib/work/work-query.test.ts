import { expect, test } from 'vitest';
import { readWorkQuery, workUrl } from './work-query.ts';

const read = (query: string) => readWorkQuery(new URLSearchParams(query));

test('the plain address is the first page of what waits for me', () => {
  expect(read('')).toEqual({ whose: 'mine', kind: null, overdue: false, cursor: null });
  expect(workUrl(read(''))).toBe('/work');
});

test('what was chosen is kept in the address', () => {
  const url = '/work?whose=all&kind=trust_payment&overdue=true&cursor=abc';
  expect(workUrl(read(url.slice(url.indexOf('?'))))).toBe(url);
});

test('what is not known is left out', () => {
  expect(workUrl(read('whose=theirs&kind=favour&overdue=perhaps'))).toBe('/work');
});
