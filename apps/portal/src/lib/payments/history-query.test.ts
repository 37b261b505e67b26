import { expect, test } from 'vitest';
import {
  exportUrl,
  historyUrl,
  isFiltered,
  newerPage,
  ofType,
  olderPage,
  readHistoryQuery,
  unfiltered,
} from './history-query.ts';

const read = (url: string) => readHistoryQuery(new URL(url, 'http://localhost').searchParams);
const NARROWED =
  '/payments?type=refund&sort=amount&q=Ra%C3%BAl+%26+Co&refunds=open&from=2026-11-01&to=2026-11-30&min=12.50&max=1%2C000';

test('the state of the history survives its URL, what is typed wrongly included', () => {
  const url = `${NARROWED}&cursor=c2&back=&back=c1`;
  expect(historyUrl(read(url))).toBe(url);
  expect(historyUrl(read('/payments?type=sale&min=lots'))).toBe('/payments?type=sale&min=lots');
});

test('what a URL says wrongly is left out, not obeyed', () => {
  expect(read('/payments?type=everything&sort=color&refunds=lost')).toMatchObject({
    type: 'sale',
    sort: '-created',
    refunds: 'all',
  });
});

test('what a form without scripts sends is the same state', () => {
  const sent = '/payments?type=sale&q=+Keller+&sort=-created&from=&to=&min=&max=';
  expect(historyUrl(read(sent))).toBe('/payments?type=sale&q=Keller');
});

test('a state of refunds and the order of payers are of their tab alone', () => {
  expect(read('/payments?type=sale&refunds=open').refunds).toBe('all');
  expect(read('/payments?type=refund&sort=payer').sort).toBe('-created');
  expect(historyUrl(ofType(read('/payments?type=sale&sort=payer&q=Ray'), 'refund'))).toBe(
    '/payments?type=refund&q=Ray',
  );
});

test('going to older pages and back again passes the same pages', () => {
  const first = read('/payments');
  const second = olderPage(first, 'c1');
  const third = olderPage(second, 'c2');
  expect(newerPage(third)).toEqual(second);
  expect(newerPage(second)).toEqual(first);
  expect(newerPage(first)).toBeNull();
});

test('the export has what the list has, on all its pages', () => {
  const later = olderPage(read(NARROWED), 'c1');
  expect(exportUrl(later)).toBe(NARROWED.replace('/payments?', '/payments.csv?'));
});

test('an order narrows nothing, a filter does and can be let go of', () => {
  expect(isFiltered(read('/payments?sort=amount&cursor=c1&back='))).toBe(false);
  expect(isFiltered(read('/payments?max=5'))).toBe(true);
  expect(historyUrl(unfiltered(read(NARROWED)))).toBe('/payments?type=refund&sort=amount');
});
