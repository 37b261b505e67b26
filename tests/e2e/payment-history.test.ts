// Payment History as a person works in it: searched while one types, narrowed, walked through by keys, exported (R10).
import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { until } from '../support/until.ts';
import { openAs } from './browser.ts';
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
  await page.getByText('Nothing here matches').waitFor();
  first.resolve();
  await page.waitForLoadState('networkidle');
  expect(await search().inputValue()).toBe('kelzz');
  await page.getByText('Nothing here matches').waitFor();
  await page.unroute(/payments\/__data\.json/);
});

test('clearing a filter elsewhere empties the field', async () => {
  await openHistory('/payments?type=sale&q=larkspur&min=1');
  await page.getByRole('link', { name: 'Remove the filter “larkspur”' }).click();
  await page.waitForURL('**/payments?type=sale&min=1');
  expect(await search().inputValue()).toBe('');
  expect(await page.getByLabel('At least, $').inputValue()).toBe('1');
});

test('days and amounts narrow the list, are kept in the URL, and a slip is explained where it was made', async () => {
  await openHistory();
  await page.getByText('Dates and amounts').click();
  await page.getByLabel('At least, $').fill('lots');
  await page.keyboard.press('Enter');
  await page.getByText('Enter dollars and cents').waitFor();
  await page.getByText('One of the filters cannot be read').waitFor();
  expect(await page.getByLabel('At least, $').inputValue()).toBe('lots');
  await page.getByLabel('At least, $').fill('1,000.00');
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
  const names = await page.locator('tbody tr td:nth-child(2) a.link:first-child').allTextContents();
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
  await page.getByRole('heading', { name: 'Keys of this page' }).waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('/');
  await page.keyboard.type('jck?');
  expect(await search().inputValue()).toBe('jck?');
  await page.getByText('Nothing here matches').waitFor();
  await openHistory();
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page.waitForURL(`**/payments/${String(copied)}`);
});

test('the keys can be switched off', async () => {
  await openHistory();
  await page.getByRole('button', { name: 'Keys' }).click();
  await page.getByLabel('Use these keys on this computer').uncheck();
  await page.getByRole('button', { name: 'Close' }).click();
  await openHistory();
  await page.keyboard.press('j');
  await page.keyboard.press('?');
  expect(await page.getByRole('heading', { name: 'Keys of this page' }).isVisible()).toBe(false);
  expect(await page.locator('tbody a:focus').count()).toBe(0);
  await page.getByRole('button', { name: 'Keys' }).click();
  await page.getByLabel('Use these keys on this computer').check();
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

test('without scripts it is searched, narrowed and exported all the same', async () => {
  const plain = await openAs(world, 'viewer', { javaScriptEnabled: false });
  await plain.goto('/payments');
  await plain.getByRole('searchbox').fill('larkspur');
  await plain.getByText('Dates and amounts').click();
  await plain.getByLabel('At least, $').fill('0.01');
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
