// The refund's page while things happen behind it: it moves by itself, and finds back after the API was away.
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { openAs } from './browser.ts';
import { startPortalWorld, type PortalWorld } from './portal-world.ts';
import { askForRefund, confirmRefund, lookUp, seeStatus } from './refund-steps.ts';
import { settle } from './surroundings.ts';

let world: PortalWorld;
let page: Page;

beforeAll(async () => {
  world = await startPortalWorld();
  return () => world.stop();
});

beforeAll(async () => {
  page = await openAs(world, 'admin');
});

test('the page says that the connection is lost, keeps what it knew, and finds back by itself', async () => {
  const { cardOperating } = world.dev.transactions;
  await lookUp(page, cardOperating);
  await askForRefund(page, 'Paid twice by mistake.');
  await confirmRefund(page);
  await seeStatus(page, 'Processing');
  await page.getByText('Live', { exact: true }).waitFor();
  // What the acceptance sets off is over: a page that looks itself up while the API dies is another matter.
  let seenBefore = '';
  await expect
    .poll(
      async () => {
        const before = seenBefore;
        seenBefore = await page.getByRole('main').innerText();
        return before === seenBefore;
      },
      { timeout: 30_000, interval: 3_000 },
    )
    .toBe(true);

  await world.stack.kill9('api');
  await page.getByText('Connection lost, still looking').waitFor();
  await seeStatus(page, 'Processing');
  const other = await page.context().newPage();
  await other.goto('/payments');
  await other.getByRole('heading', { name: 'Makewhole cannot be reached' }).waitFor();

  await world.stack.startAgain('api');
  await settle(world.dev, cardOperating);
  // It looks again every ten seconds at the latest; a report that the API lost is told again by the sweep each minute.
  await seeStatus(page, 'Succeeded', { timeout: 90_000 });
  await page.getByText('Live', { exact: true }).waitFor();
  await other.getByRole('link', { name: 'Try again' }).click();
  await other.getByRole('heading', { name: 'Payment History' }).waitFor();
  await other.close();
});

test('a request that the API did not answer is sent again by the same button, as the same refund', async () => {
  await lookUp(page, world.dev.transactions.achOperating);
  await askForRefund(page, 'Paid from the wrong account.');
  await world.stack.kill9('api');
  await page.getByRole('button', { name: /^Refund \$/ }).click();
  await page.getByText('We do not know whether your request was recorded').waitFor();
  expect(await page.getByLabel('Reason for the refund').inputValue()).toBe('Paid from the wrong account.');

  await world.stack.startAgain('api');
  await page.getByRole('button', { name: 'Refund Payment' }).click();
  await confirmRefund(page);
  await seeStatus(page, 'Processing');
});
