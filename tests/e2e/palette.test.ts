// The palette and the pages that it leads to: by keys, by a person's permissions, and without scripts.
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { openAs } from './browser.ts';
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

const field = () => page.getByRole('combobox', { name: 'Search everything' });
const options = () => page.getByRole('listbox', { name: 'Results' }).getByRole('option');
const chosen = () => page.getByRole('listbox', { name: 'Results' }).getByRole('option', { selected: true });

async function openPalette(): Promise<void> {
  await page.goto('/work');
  await page.waitForLoadState('networkidle');
  await page.keyboard.press('ControlOrMeta+k');
  await field().waitFor();
}

test('Ctrl-K, a few letters and Enter lead to a page; focus is in the field and the choice is announced', async () => {
  await openPalette();
  expect(await field().evaluate('document.activeElement?.getAttribute("role")')).toBe('combobox');
  await page.keyboard.type('payment hist');
  await expect.poll(() => chosen().textContent()).toContain('Payment History');
  const id = await chosen().getAttribute('id');
  expect(await field().getAttribute('aria-activedescendant')).toBe(id);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/payments?type=sale');
});

test('Enter pressed before the answer comes opens what the answer has, and not what was shown before', async () => {
  await openPalette();
  await options().first().waitFor();
  await page.keyboard.type('bank lines');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/reconciliation/bank');
});

test('a payment is found by its amount, a matter and a client by their names; arrows choose', async () => {
  await openPalette();
  await page.keyboard.type('keller');
  await page.getByRole('group', { name: 'Matters' }).getByRole('option').first().waitFor();
  await page.getByRole('group', { name: 'Clients' }).getByRole('option').first().waitFor();
  const first = await chosen().textContent();
  await page.keyboard.press('ArrowDown');
  expect(await chosen().textContent()).not.toBe(first);
  await page.keyboard.press('ArrowUp');
  expect(await chosen().textContent()).toBe(first);
  await page.getByRole('group', { name: 'Matters' }).getByRole('option').first().click();
  await page.waitForURL('**/matters/mat_*');
  await page.getByRole('heading', { name: 'Payments' }).waitFor();
  await page.getByText('On hold for refunds').waitFor();
  await page.getByRole('main').locator('a[href^="/clients/"]').first().click();
  await page.waitForURL('**/clients/*');
  await page.getByRole('heading', { name: 'Matters', exact: true }).waitFor();
});

test('"refund" and an ID open the exact box with that ID, and nothing is searched beside it', async () => {
  const { cardOperating } = world.dev.transactions;
  await openPalette();
  await page.keyboard.type(`refund ${cardOperating.slice(0, -1)}`);
  await page.getByRole('option', { name: `Refund ${cardOperating.slice(0, -1)}` }).waitFor();
  expect(await options().count()).toBe(1);
  await page.keyboard.press('Enter');
  await page.waitForURL(`**/refund?id=${cardOperating.slice(0, -1)}`);
  await page.getByText('No payment has this exact ID.').waitFor();
});

test('Esc closes it and gives the focus back; what was opened last is offered first', async () => {
  await page.goto('/work');
  await page.waitForLoadState('networkidle');
  const opener = page.getByRole('link', { name: 'Search', exact: false }).first();
  await opener.focus();
  await page.keyboard.press('Enter');
  await field().waitFor();
  await page.getByRole('group', { name: 'Recent' }).getByRole('option').first().waitFor();
  await page.keyboard.press('Escape');
  await field().waitFor({ state: 'detached' });
  expect(await opener.evaluate('document.activeElement?.getAttribute("href")')).toBe('/search');
});

test('a viewer finds no page and no trust balance that they may not see', async () => {
  const viewer = await openAs(world, 'viewer');
  await viewer.goto('/search?q=trust+report');
  await viewer.getByText('No results').waitFor();
  await viewer.goto('/search?q=refund+txn_1');
  expect(await viewer.getByText('Refund txn_1').count()).toBe(0);
  await viewer.goto('/matters');
  expect(await viewer.getByRole('columnheader', { name: 'In trust' }).count()).toBe(0);
  await viewer.locator('tbody a[data-row]').first().click();
  await viewer.getByText('Trust balances are shown to people who can read the reports.').waitFor();
  await viewer.context().close();
});

test('without scripts a page finds the same, and matters are searched and opened', async () => {
  const plain = await openAs(world, 'admin', { javaScriptEnabled: false });
  await plain.goto('/');
  await plain.locator('a[href="/search"]').click();
  await plain.getByRole('searchbox').fill('keller divorce');
  await plain.keyboard.press('Enter');
  await plain.getByRole('heading', { name: 'Payments' }).waitFor();
  await plain.getByRole('heading', { name: 'Matters' }).waitFor();
  await plain.goto('/matters');
  await plain.getByRole('searchbox').fill('divorce keller');
  await plain.keyboard.press('Enter');
  await plain.locator('tbody a[data-row]').first().click();
  await plain.getByText('People on this matter').waitFor();
  await plain.context().close();
});
