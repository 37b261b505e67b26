// A list under the mouse and the keyboard, and two tabs of one browser.
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { openAs, signOut } from './browser.ts';
import { startPortalWorld, type PortalWorld } from './portal-world.ts';

let world: PortalWorld;
let page: Page;

beforeAll(async () => {
  world = await startPortalWorld();
  page = await openAs(world, 'admin');
  return () => world.stop();
});

test('a row opens where it is pressed, but not by what acts by itself', async () => {
  await page.goto('/payments');
  const row = page.getByRole('row', { name: world.dev.transactions.split });
  await row.getByRole('button', { name: /^Copy/ }).click();
  expect(new URL(page.url()).pathname).toBe('/payments');
  await row.getByRole('cell').last().click();
  await page.waitForURL(`**/payments/${world.dev.transactions.split}`);
});

test('Escape leaves the search and keeps its words, and the keys of the list act again', async () => {
  await page.goto('/payments?q=keller');
  await page.getByRole('table', { name: 'Payments' }).waitFor();
  const search = page.getByRole('searchbox', { name: 'Search payments' });
  await search.focus();
  await page.keyboard.press('Escape');
  expect(await search.inputValue()).toBe('keller');
  await page.keyboard.press('j');
  expect(await page.evaluate("document.activeElement.closest('tbody') !== null")).toBe(true);
  await page.keyboard.press('?');
  await page.getByRole('heading', { name: 'Keyboard shortcuts' }).waitFor();
  await page.keyboard.press('Escape');
});

test('the days of a filter are those of a zone that people know by name', async () => {
  await page.getByText('Dates and amounts').click();
  await page.getByText(/^Eastern Time\. Start and end dates included/).waitFor();
});

test('a sign-out in one tab takes the clients off the screen of the other', async () => {
  const other = await page.context().newPage();
  await other.goto('/payments');
  await signOut(page);
  await page.getByText("You've signed out").waitFor();
  await other.getByText("You've signed out").waitFor();
  expect(await other.getByText('Keller').count()).toBe(0);
  await page.context().close();
});
