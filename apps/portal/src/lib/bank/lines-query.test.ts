import { expect, test } from 'vitest';
import { isNarrowed, linesFilter, linesUrl, readLinesQuery } from './lines-query.ts';

test('an address has the filters that are set, and no others', () => {
  const query = readLinesQuery(new URLSearchParams('q= wire &matched=false&from=&other=1&cursor=c'));
  expect(linesUrl(query)).toBe('/reconciliation/bank/lines?matched=false&q=wire');
  expect(linesUrl(query, 'next')).toBe('/reconciliation/bank/lines?matched=false&q=wire&cursor=next');
  expect(linesFilter(query)).toEqual({ matched: false, q: 'wire' });
  expect(isNarrowed(query)).toBe(true);
});

test('without filters it is the whole list', () => {
  const query = readLinesQuery(new URLSearchParams('matched='));
  expect([linesUrl(query), linesFilter(query), isNarrowed(query)]).toEqual([
    '/reconciliation/bank/lines',
    {},
    false,
  ]);
});
