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

test('the live timeline is passed on at once, also by nginx', async () => {
  const relayed = page.waitForResponse((response) => new URL(response.url()).pathname.endsWith('/events'));
  await page.reload();
  expect((await relayed).headers()).toMatchObject({
    'content-type': 'text/event-stream',
    'x-accel-buffering': 'no',
  });
});

test('a live refresh that fails keeps the page, says so, and is tried again', async () => {
  const { split } = world.dev.transactions;
  await lookUp(page, split);
  await askForRefund(page, 'The wrong matter.');
  await confirmRefund(page);
  await seeStatus(page, 'Processing');
  await page.getByText('Live', { exact: true }).waitFor();

  // What says that there is something new answers; what the page would show then does not.
  const lookUps = /\/__data\.json|\/newest/;
  await page.route(lookUps, (route) => route.fulfill({ status: 503, body: '' }));
  await settle(world.dev, split);
  await page.getByText('May be out of date, still looking').waitFor();
  await seeStatus(page, 'Processing');
  expect(await page.getByText('something went wrong').count()).toBe(0);

  await page.unroute(lookUps);
  await seeStatus(page, 'Succeeded', { timeout: 30_000 });
  await page.getByText('Live', { exact: true }).waitFor();
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
