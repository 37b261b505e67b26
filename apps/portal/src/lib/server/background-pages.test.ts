import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isAskedByPage } from './background-pages.ts';

const ROUTES = join(import.meta.dirname, '../../routes');

/** Files that people open. */
const OPENED_BY_PEOPLE = [
  '/(office)/evidence/[id]',
  '/(office)/payments.csv',
  '/(office)/payments/[transactionId]/refund',
  '/(office)/reconciliation/bank/lines/list.csv',
  '/(office)/reconciliation/month-ends/[account]/[id]/sections/[section]',
  '/(office)/reconciliation/trust/report.csv',
  '/(office)/reconciliation/unclaimed/list.csv',
  '/(office)/refunds/[id]/receipt.pdf',
  '/(office)/settings/import/[id]/bad-rows.csv',
];

test('each URL that answers a page with data is asked by the page itself, or opened by people', () => {
  const files = readdirSync(ROUTES, { recursive: true, encoding: 'utf8' });
  const answering = files
    .filter((file) => file.endsWith('+server.ts'))
    .filter((file) => readFileSync(join(ROUTES, file), 'utf8').includes('export const GET'))
    .map((file) => `/${file.replace('/+server.ts', '')}`);
  const byPeople = answering.filter((route) => !isAskedByPage({ id: route, method: 'GET' }));
  expect(byPeople.toSorted()).toEqual(OPENED_BY_PEOPLE);
  expect(answering.length).toBeGreaterThan(OPENED_BY_PEOPLE.length + 5);
});

test('what people do is never taken for a question of a page', () => {
  for (const id of ['/(office)/refunds/[id]', '/(office)/refund', '/(office)/session', null]) {
    expect([id, isAskedByPage({ id, method: 'GET' })]).toEqual([id, false]);
  }
  expect(isAskedByPage({ id: '/(office)/payments/[transactionId]/void', method: 'POST' })).toBe(false);
});
