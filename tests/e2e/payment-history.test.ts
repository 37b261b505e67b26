// Payment History as a person narrows it: searched while one types, filtered, saved as a view, paged, exported (R10).
import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { until } from '../support/until.ts';
import { openAs } from './browser.ts';
import { openHistory, searchBox } from './history-page.ts';
import { startPortalWorld, type PortalWorld } from './portal-world.ts';

let world: PortalWorld;
let page: Page;

beforeAll(async () => {
  world = await startPortalWorld();
  return () => world.stop();
});

beforeAll(async () => {
  page = await openAs(world, 'admin');
});

test('it searches while one types, keeps the focus, and leaves one entry in the history', async () => {
  await openHistory(page, '/work');
  await openHistory(page);
  await searchBox(page).focus();
  await page.keyboard.type('larkspur', { delay: 30 });
  await page.waitForURL('**/payments?*q=larkspur');
  await page.getByText(/^\d+ sales?$/).waitFor();
  await page.getByRole('link', { name: 'Remove the filter “larkspur”' }).waitFor();
  expect(await searchBox(page).evaluate('document.activeElement?.name')).toBe('q');
  expect(await page.locator('tbody tr').count()).toBeLessThan(25);
  await page.goBack();
  await page.waitForURL('**/work');
});

test('an answer that comes late takes back nothing that was typed since, and shows nothing of an older search', async () => {
  await openHistory(page);
  const first = Promise.withResolvers<void>();
  await page.route(/payments\/__data\.json\?.*q=kel(?:&|$)/, async (route) => {
    await first.promise;
    await route.continue().catch(() => undefined); // the browser may have let go of it
  });
  await searchBox(page).focus();
  await page.keyboard.type('kel');
  await page.getByText('Looking…').waitFor();
  await page.keyboard.type('zz');
  await page.getByText('No matching sales').waitFor();
  first.resolve();
  await page.waitForLoadState('networkidle');
  expect(await searchBox(page).inputValue()).toBe('kelzz');
  await page.getByText('No matching sales').waitFor();
  await page.unroute(/payments\/__data\.json/);
});

test('clearing a filter elsewhere empties the field', async () => {
  await openHistory(page, '/payments?type=sale&q=larkspur&min=1');
  await page.getByRole('link', { name: 'Remove the filter “larkspur”' }).click();
  await page.waitForURL('**/payments?type=sale&min=1');
  expect(await searchBox(page).inputValue()).toBe('');
  expect(await page.getByLabel('Minimum amount').inputValue()).toBe('1');
});

test('days and amounts narrow the list, are kept in the URL, and a slip is explained where it was made', async () => {
  await openHistory(page);
  await page.getByText('Dates and amounts').click();
  await page.getByLabel('Minimum amount').fill('lots');
  await page.keyboard.press('Enter');
  await page.getByText('Enter dollars and cents').waitFor();
  await page.getByText('One of the filters cannot be read').waitFor();
  expect(await page.getByLabel('Minimum amount').inputValue()).toBe('lots');
  await page.getByLabel('Minimum amount').fill('1,000.00');
  await page.getByLabel('From').fill('2020-01-01');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/payments?type=sale&from=2020-01-01&min=1%2C000.00');
  await page.getByRole('link', { name: 'Remove the filter At least $1,000.00' }).waitFor();
  const amounts = await page.locator('tbody tr td:last-child').allTextContents();
  expect(amounts.length).toBeGreaterThan(0);
  for (const amount of amounts) expect(Number(amount.replaceAll(/[$,\s]/g, ''))).toBeGreaterThanOrEqual(1000);
  await page.getByRole('link', { name: 'Clear all' }).click();
  await page.waitForURL('**/payments?type=sale');
});

test('pages lead forth and back to the same rows', async () => {
  await openHistory(page, '/payments?sort=payer');
  const idsShown = () => page.locator('tbody tr .code').allTextContents();
  const first = await idsShown();
  await page.getByRole('link', { name: 'Next page' }).click();
  await page.getByText('Page 2').waitFor();
  const second = await idsShown();
  expect(second.filter((id) => first.includes(id))).toEqual([]);
  await page.getByRole('link', { name: 'Previous page' }).click();
  await page.getByText('Page 1').waitFor();
  expect(await idsShown()).toEqual(first);
});

test('what is filtered is exported, on all its pages', async () => {
  await openHistory(page, '/payments?type=sale&sort=amount&min=1');
  const shown = await page.getByText(/^\d+ sales$/).textContent();
  const saving = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Export CSV' }).click();
  const file = await saving;
  expect(file.suggestedFilename()).toMatch(/^makewhole-payments-\d{4}-\d\d-\d\d\.csv$/);
  const rows: Record<string, string>[] = parse(await readFile(await file.path()), {
    columns: true,
    bom: true,
  });
  expect(`${rows.length} sales`).toBe(shown?.trim());
  expect(rows.length).toBeGreaterThan(25);
  const amounts = rows.map(({ Amount }) => Number(Amount));
  expect(amounts).toEqual([...amounts].sort((one, other) => one - other));
});

test('a list that cannot be looked up says so, keeps what was typed, and is there again', async () => {
  await openHistory(page);
  await world.stack.kill9('api');
  await searchBox(page).fill('keller');
  await page.getByRole('alert').getByText('This list could not be looked up').waitFor();
  expect(await searchBox(page).inputValue()).toBe('keller');
  await world.stack.startAgain('api');
  await until(
    async () => {
      await page.reload();
      return page.getByRole('main').textContent();
    },
    (text) => /\d+ sales?/.test(text ?? ''),
    (text) => `the page says ${String(text)}`,
  );
});

test('a payment is found by its amount in two interactions: the key, and the amount', async () => {
  await openHistory(page);
  const [row] = await page.locator('tbody tr').all();
  const amount = ((await row?.locator('td:last-child').textContent()) ?? '').trim();
  expect(amount).toMatch(/^\$[\d,]+\.\d\d$/);
  await page.keyboard.press('/');
  await page.keyboard.type(amount);
  await page.waitForURL(/[?&]q=/);
  await page.getByRole('link', { name: `Remove the filter “${amount}”` }).waitFor();
  for (const shown of await page.locator('tbody tr td:last-child').allTextContents()) {
    expect(shown.trim()).toBe(amount);
  }
});

test('an empty search says what was searched, and what to try', async () => {
  await openHistory(page, '/payments?q=zzzz');
  await page.getByText('for amounts such as $1,800.00').waitFor();
  await page.getByText('Check the spelling').waitFor();
});

test('chips narrow the list by status, method, account, and what happened afterwards', async () => {
  await openHistory(page);
  await page.getByLabel('Refunds and disputes').selectOption({ label: 'Disputed' });
  await page.waitForURL('**/payments?type=sale&after=disputed');
  await page.getByText(world.dev.transactions.disputed).filter({ visible: true }).waitFor();
  await page.locator('tbody').getByText('Disputed').first().waitFor();
  await page.getByRole('link', { name: 'Remove the filter Disputed' }).click();
  await page.waitForURL('**/payments?type=sale');
  await page.getByRole('combobox', { name: 'Method' }).selectOption({ label: 'ACH' });
  await page.waitForURL('**/payments?type=sale&method=ach');
  await expect
    .poll(async () => (await page.locator('tbody tr').allTextContents()).every((row) => row.includes('ACH')))
    .toBe(true);
});

test('a view is saved under a name, opened by it, refused twice, and deleted', async () => {
  await openHistory(page, '/payments?type=sale&method=ach&min=5');
  await page.getByText('Save this view').click();
  await page.getByLabel('Name of the view').fill('ACH over $5');
  await page.getByRole('button', { name: 'Save view' }).click();
  const view = page.getByRole('link', { name: 'ACH over $5' });
  await view.waitFor();
  await openHistory(page, '/payments?type=sale&method=card');
  await page.getByText('Save this view').click();
  await page.getByLabel('Name of the view').fill('ach OVER $5');
  await page.getByRole('button', { name: 'Save view' }).click();
  await page.getByText('You have a saved view with this name.').waitFor();
  await view.click();
  await page.waitForURL('**/payments?type=sale&min=5&method=ach');
  await page.getByRole('button', { name: 'Delete the view “ACH over $5”' }).click();
  await view.waitFor({ state: 'detached' });
});

test('without scripts it is searched, narrowed and exported all the same', async () => {
  const plain = await openAs(world, 'viewer', { javaScriptEnabled: false });
  await plain.goto('/payments');
  await plain.getByRole('searchbox').fill('larkspur');
  await plain.getByText('Dates and amounts').click();
  await plain.getByLabel('Minimum amount').fill('0.01');
  await plain.getByRole('button', { name: 'Search' }).click();
  await plain.waitForURL('**/payments?*q=larkspur*');
  await plain.getByText(/^\d+ sales?$/).waitFor();
  await plain.getByRole('link', { name: 'Remove the filter At least $0.01' }).click();
  await plain.waitForURL('**/payments?type=sale&q=larkspur');
  const saving = plain.waitForEvent('download');
  await plain.getByRole('link', { name: 'Export CSV' }).click();
  expect((await saving).suggestedFilename()).toMatch(/^makewhole-payments-/);
  await plain.context().close();
});
