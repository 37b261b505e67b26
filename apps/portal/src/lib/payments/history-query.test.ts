import { expect, test } from 'vitest';
import { historyUrl, newerPage, olderPage, readHistoryQuery } from './history-query.ts';

const read = (url: string) => readHistoryQuery(new URL(url, 'http://localhost').searchParams);

test('the state of the history survives its URL', () => {
  const url = '/payments?type=refund&sort=amount&q=Ra%C3%BAl+%26+Co&refunds=open&cursor=c2&back=&back=c1';
  expect(historyUrl(read(url))).toBe(url);
});

test('what a URL says wrongly is left out, not obeyed', () => {
  expect(read('/payments?type=everything&sort=color&refunds=lost')).toMatchObject({
    type: 'sale',
    sort: '-created',
    refunds: 'all',
  });
});

test('going to older pages and back again passes the same pages', () => {
  const first = read('/payments');
  const second = olderPage(first, 'c1');
  const third = olderPage(second, 'c2');
  expect(newerPage(third)).toEqual(second);
  expect(newerPage(second)).toEqual(first);
  expect(newerPage(first)).toBeNull();
});
