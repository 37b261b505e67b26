// Payment History as a person works in it: searched while one types, narrowed, walked through by keys, exported (R10).
import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { until } from '../support/until.ts';
import { openAs } from './browser.ts';
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

/** The page with its scripts at work. */
async function openHistory(path = '/payments'): Promise<void> {
  await page.goto(path);
  await page.waitForLoadState('networkidle');
}

const search = () => page.getByRole('searchbox', { name: 'Search payments' });
const rowsShown = () => page.locator('tbody tr').count();
const focused = () => page.evaluate('document.activeElement?.textContent?.trim()');

test('it searches while one types, keeps the focus, and leaves one entry in the history', async () => {
  await openHistory('/work');
  await openHistory();
  await search().focus();
  await page.keyboard.type('larkspur', { delay: 30 });
  await page.waitForURL('**/payments?*q=larkspur');
  await page.getByText(/^\d+ sales?$/).waitFor();
  await page.getByRole('link', { name: 'Remove the filter “larkspur”' }).waitFor();
  expect(await search().evaluate('document.activeElement?.name')).toBe('q');
  expect(await rowsShown()).toBeLessThan(25);
  await page.goBack();
  await page.waitForURL('**/work');
});

test('an answer that comes late takes back nothing that was typed since, and shows nothing of an older search', async () => {
  await openHistory();
  const first = Promise.withResolvers<void>();
  await page.route(/payments\/__data\.json\?.*q=kel(?:&|$)/, async (route) => {
    await first.promise;
    await route.continue().catch(() => undefined); // the browser may have let go of it
  });
  await search().focus();
  await page.keyboard.type('kel');
  await page.getByText('Looking…').waitFor();
  await page.keyboard.type('zz');
  await page.getByText('No matching sales').waitFor();
  first.resolve();
  await page.waitForLoadState('networkidle');
  expect(await search().inputValue()).toBe('kelzz');
  await page.getByText('No matching sales').waitFor();
  await page.unroute(/payments\/__data\.json/);
});

test('clearing a filter elsewhere empties the field', async () => {
  await openHistory('/payments?type=sale&q=larkspur&min=1');
  await page.getByRole('link', { name: 'Remove the filter “larkspur”' }).click();
  await page.waitForURL('**/payments?type=sale&min=1');
  expect(await search().inputValue()).toBe('');
  expect(await page.getByLabel('Minimum amount').inputValue()).toBe('1');
});

test('days and amounts narrow the list, are kept in the URL, and a slip is explained where it was made', async () => {
  await openHistory();
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

test('the keys walk through the rows, copy, open and search, and do nothing while one types', async () => {
  await openHistory();
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
  expect(await search().inputValue()).toBe('jck?');
  await page.getByText('No matching sales').waitFor();
  await openHistory();
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page.waitForURL(`**/payments/${String(copied)}`);
});

test('the keys can be switched off', async () => {
  await openHistory();
  await page.getByRole('button', { name: 'Keys' }).click();
  await page.getByLabel('Use shortcuts on this computer').uncheck();
  await page.getByRole('button', { name: 'Close' }).click();
  await openHistory();
  await page.keyboard.press('j');
  await page.keyboard.press('?');
  expect(await page.getByRole('heading', { name: 'Keyboard shortcuts' }).isVisible()).toBe(false);
  expect(await page.locator('tbody a:focus').count()).toBe(0);
  await page.getByRole('button', { name: 'Keys' }).click();
  await page.getByLabel('Use shortcuts on this computer').check();
  await page.getByRole('button', { name: 'Close' }).click();
});

test('pages lead forth and back to the same rows', async () => {
  await openHistory('/payments?sort=payer');
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
  await openHistory('/payments?type=sale&sort=amount&min=1');
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
  await openHistory();
  await world.stack.kill9('api');
  await search().fill('keller');
  await page.getByRole('alert').getByText('This list could not be looked up').waitFor();
  expect(await search().inputValue()).toBe('keller');
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
  await openHistory();
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
  await openHistory('/payments?q=zzzz');
  await page.getByText('for amounts such as $1,800.00').waitFor();
  await page.getByText('Check the spelling').waitFor();
});

test('Esc leaves the search box, and the keys of the list work again', async () => {
  await openHistory('/payments?q=keller');
  await page.keyboard.press('/');
  await page.keyboard.press('Escape');
  expect(await search().inputValue()).toBe('keller');
  await page.keyboard.press('j');
  expect(await focused()).toContain('Keller');
});

test('coming back, the list is the same and the row that was opened is focused', async () => {
  const url = '/payments?type=sale&sort=amount&min=1';
  await openHistory(url);
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
  await openHistory();
  const cell = page.locator('tbody tr').nth(1).locator('td').last();
  const href = await page.locator('tbody a[data-row]').nth(1).getAttribute('href');
  const opening = page.context().waitForEvent('page');
  await cell.click({ modifiers: ['ControlOrMeta'] });
  const tab = await opening;
  await tab.waitForURL(`**${href}`);
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
  await openHistory(`/payments?q=${world.dev.transactions.cardOperating}`);
  await page.keyboard.press('j');
  await page.keyboard.press('r');
  await page.waitForURL(`**/refund?id=${world.dev.transactions.cardOperating}`);
  await page.getByLabel('Reason for the refund').waitFor();
});

test('chips narrow the list by status, method, account, and what happened afterwards', async () => {
  await openHistory();
  await page.getByLabel('Refunds and disputes').selectOption({ label: 'Disputed' });
  await page.waitForURL('**/payments?type=sale&after=disputed');
  await page.getByText(world.dev.transactions.disputed).filter({ visible: true }).waitFor();
  await page.locator('tbody').getByText('Disputed').first().waitFor();
  await page.getByRole('link', { name: 'Remove the filter Disputed' }).click();
  await page.waitForURL('**/payments?type=sale');
  await page.getByLabel('Method').selectOption({ label: 'ACH' });
  await page.waitForURL('**/payments?type=sale&method=ach');
  await expect
    .poll(async () => (await page.locator('tbody tr').allTextContents()).every((row) => row.includes('ACH')))
    .toBe(true);
});

test('a view is saved under a name, opened by it, refused twice, and deleted', async () => {
  await openHistory('/payments?type=sale&method=ach&min=5');
  await page.getByText('Save this view').click();
  await page.getByLabel('Name of the view').fill('ACH over $5');
  await page.getByRole('button', { name: 'Save view' }).click();
  const view = page.getByRole('link', { name: 'ACH over $5' });
  await view.waitFor();
  await openHistory('/payments?type=sale&method=card');
  await page.getByText('Save this view').click();
  await page.getByLabel('Name of the view').fill('ach OVER $5');
  await page.getByRole('button', { name: 'Save view' }).click();
  await page.getByText('You have a saved view with this name.').waitFor();
  await view.click();
  await page.waitForURL('**/payments?type=sale&min=5&method=ach');
  await page.getByRole('button', { name: 'Delete the view “ACH over $5”' }).click();
  await view.waitFor({ state: 'detached' });
});

test('the columns that a person chose stay chosen', async () => {
  await openHistory();
  await page.getByText('Columns', { exact: true }).click();
  await page.getByLabel('Account').last().uncheck();
  await page.getByRole('button', { name: 'Apply' }).click();
  await page.getByRole('columnheader', { name: 'Account' }).waitFor({ state: 'detached' });
  await openHistory('/payments?q=keller');
  expect(await page.getByRole('columnheader', { name: 'Account' }).count()).toBe(0);
  expect(await page.getByRole('columnheader', { name: 'Method' }).count()).toBe(1);
});

test('the rows that are ticked are exported, and no others', async () => {
  await openHistory();
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
  const payer = (await page.getByRole('definition').filter({ hasText: '@' }).first().textContent()) ?? '';
  await askForRefund(page, 'Paid twice by mistake.');
  await confirmRefund(page);
  await openHistory(`/payments?q=${cardOperating}`);
  await page.getByRole('link', { name: 'Refund in progress' }).waitFor();
  await openHistory('/payments?type=refund');
  const row = page.getByRole('row').filter({ hasText: 'Paid twice by mistake.' });
  expect(await row.locator('a[data-row]').textContent()).toBe(payer.split('·')[0]?.trim());
  await row.getByText('Expected by').waitFor();
  await openHistory('/payments?after=refunded');
  await page
    .locator('tbody')
    .getByText(/Refunded \w{3} \d/)
    .first()
    .waitFor();
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
