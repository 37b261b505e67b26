// The rows of Payment History: walked through by keys, opened and come back to, ticked, and what they say (R10).
import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { openAs } from './browser.ts';
import { openHistory, searchBox } from './history-page.ts';
import { askForRefund, confirmRefund, lookUp } from './refund-steps.ts';
import { startPortalWorld, type PortalWorld } from './portal-world.ts';

let world: PortalWorld;
let page: Page;

beforeAll(async () => {
  world = await startPortalWorld();
  return () => world.stop();
});

beforeAll(async () => {
  page = await openAs(world, 'admin', { permissions: ['clipboard-read', 'clipboard-write'] });
});

const focused = () => page.evaluate('document.activeElement?.textContent?.trim()');

test('the keys walk through the rows, copy, open and search, and do nothing while one types', async () => {
  await openHistory(page);
  const names = await page.locator('tbody tr a[data-row]').allTextContents();
  await page.keyboard.press('j');
  expect(await focused()).toBe(names[0]?.trim());
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('k');
  expect(await focused()).toBe(names[1]?.trim());
  await page.keyboard.press('c');
  await page.getByText('Copied', { exact: true }).waitFor();
  const copied = await page.evaluate('navigator.clipboard.readText()');
  await page.keyboard.press('?');
  await page.getByRole('heading', { name: 'Keyboard shortcuts' }).waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('/');
  await page.keyboard.type('jck?');
  expect(await searchBox(page).inputValue()).toBe('jck?');
  await page.getByText('No matching sales').waitFor();
  await openHistory(page);
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page.waitForURL(`**/payments/${String(copied)}`);
});

test('the keys can be switched off', async () => {
  await openHistory(page);
  await page.getByRole('button', { name: 'Keys' }).click();
  await page.getByLabel('Use shortcuts on this computer').uncheck();
  await page.getByRole('button', { name: 'Close' }).click();
  await openHistory(page);
  await page.keyboard.press('j');
  await page.keyboard.press('?');
  expect(await page.getByRole('heading', { name: 'Keyboard shortcuts' }).isVisible()).toBe(false);
  expect(await page.locator('tbody a:focus').count()).toBe(0);
  await page.getByRole('button', { name: 'Keys' }).click();
  await page.getByLabel('Use shortcuts on this computer').check();
  await page.getByRole('button', { name: 'Close' }).click();
});

test('Esc leaves the search box, and the keys of the list work again', async () => {
  await openHistory(page, '/payments?q=keller');
  await page.keyboard.press('/');
  await page.keyboard.press('Escape');
  expect(await searchBox(page).inputValue()).toBe('keller');
  await page.keyboard.press('j');
  expect(await focused()).toContain('Keller');
});

test('coming back, the list is the same and the row that was opened is focused', async () => {
  const url = '/payments?type=sale&sort=amount&min=1';
  await openHistory(page, url);
  await page.getByRole('link', { name: 'Next page' }).click();
  await page.getByText('Page 2').waitFor();
  const list = page.url();
  const row = page.locator('tbody a[data-row]').nth(3);
  const href = await row.getAttribute('href');
  await row.click();
  await page.waitForURL(`**${href}`);
  await page.goBack();
  await page.getByText('Page 2').waitFor();
  await expect.poll(() => page.evaluate("document.activeElement?.getAttribute('href')")).toBe(href);
  await page.keyboard.press('Enter');
  await page.waitForURL(`**${href}`);
  await page.getByRole('link', { name: '← Payment History' }).click();
  await page.getByText('Page 2').waitFor();
  expect(page.url()).toBe(list);
  await expect.poll(() => page.evaluate("document.activeElement?.getAttribute('href')")).toBe(href);
});

test('a click anywhere in a row opens it, with a key in a new tab, and not while text is selected', async () => {
  await openHistory(page);
  const cell = page.locator('tbody tr').nth(1).locator('td').last();
  const href = await page.locator('tbody a[data-row]').nth(1).getAttribute('href');
  const opening = page.context().waitForEvent('page');
  await cell.click({ modifiers: ['ControlOrMeta'] });
  const tab = await opening;
  await tab.waitForURL(`**${href}`);
  expect(page.context().pages()).toHaveLength(2);
  await tab.close();
  const selected = page.locator('tbody tr').nth(1).locator('.code').first();
  await selected.dblclick();
  expect(await page.evaluate('getSelection().toString().length > 0')).toBe(true);
  expect(new URL(page.url()).pathname).toBe('/payments');
  await page.evaluate('getSelection().removeAllRanges()');
  await cell.click();
  await page.waitForURL(`**${href}`);
});

test('r opens the refund form of the row, with the exact ID in the box', async () => {
  await openHistory(page, `/payments?q=${world.dev.transactions.cardOperating}`);
  await page.keyboard.press('j');
  await page.keyboard.press('r');
  await page.waitForURL(`**/refund?id=${world.dev.transactions.cardOperating}`);
  await page.getByLabel('Reason for the refund').waitFor();
});

test('the columns that a person chose stay chosen', async () => {
  await openHistory(page);
  await page.getByText('Columns', { exact: true }).click();
  await page.getByLabel('Account').last().uncheck();
  await page.getByRole('button', { name: 'Apply' }).click();
  await page.getByRole('columnheader', { name: 'Account' }).waitFor({ state: 'detached' });
  await openHistory(page, '/payments?q=keller');
  expect(await page.getByRole('columnheader', { name: 'Account' }).count()).toBe(0);
  expect(await page.getByRole('columnheader', { name: 'Method' }).count()).toBe(1);
});

test('the rows that are ticked are exported, and no others', async () => {
  await openHistory(page);
  const ids = await page.locator('tbody tr .code').allTextContents();
  await page.locator('tbody input[name=id]').nth(0).check();
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export selected (2)' }).click();
  const rows: Record<string, string>[] = parse(await readFile(await (await saving).path()), {
    columns: true,
    bom: true,
  });
  const exported = rows.map((row) => Object.values(row).find((value) => ids.includes(value)));
  expect(exported.sort()).toEqual([ids[0], ids[3]].sort());
});

test('a list says that a payment was refunded or is being, and a list of refunds says to whom', async () => {
  const { cardOperating } = world.dev.transactions;
  await lookUp(page, cardOperating);
  const from = await page
    .getByRole('main')
    .getByText(/^from /)
    .first()
    .textContent();
  await askForRefund(page, 'Paid twice by mistake.');
  await confirmRefund(page);
  await openHistory(page, `/payments?q=${cardOperating}`);
  await page.getByRole('link', { name: 'Refund in progress' }).waitFor();
  await openHistory(page, '/payments?type=refund');
  const row = page.getByRole('row').filter({ hasText: 'Paid twice by mistake.' });
  expect(await row.locator('a[data-row]').textContent()).toBe(from?.trim().replace('from ', ''));
  await row.getByText('Expected by').waitFor();
  await openHistory(page, '/payments?after=refunded');
  await page
    .locator('tbody')
    .getByText(/Refunded \w{3} \d/)
    .first()
    .waitFor();
});
