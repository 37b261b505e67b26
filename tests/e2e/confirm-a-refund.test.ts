// The confirmation of a refund: what it shows is what it sends (B13), whatever people do with the browser meanwhile.
import type { Page, Route } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { createMakewholeClient } from '@makewhole/client/create-client';
import { openAs } from './browser.ts';
import { startPortalWorld, type PortalWorld } from './portal-world.ts';
import { askForRefund, confirmRefund, lookUp, shownRefund } from './refund-steps.ts';
import { dispute, refundsAtProcessor } from './surroundings.ts';

let world: PortalWorld;
let page: Page;

beforeAll(async () => {
  world = await startPortalWorld();
  return () => world.stop();
});

beforeAll(async () => {
  page = await openAs(world, 'admin');
});

/** Pastes the next ID into the page as it is, without loading it again. */
async function lookUpNext(transactionId: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Transaction ID' }).fill(transactionId);
  await page.keyboard.press('Enter');
  await page.waitForURL(`**/refund?id=${transactionId}`);
}

async function payerOf(transactionId: string): Promise<string> {
  const api = createMakewholeClient({ baseUrl: world.dev.api, apiKey: world.dev.apiKey });
  const { data } = await api.GET('/v1/payments/{transactionId}', { params: { path: { transactionId } } });
  return data?.payer.name ?? '';
}

test('Back closes the question, and the next payment is asked about and refunded as itself', async () => {
  const { cardOperating: first, split: second } = world.dev.transactions;
  await lookUp(page, first);
  await askForRefund(page, 'Meant for the first payment.');
  await page.goBack();
  await page.getByRole('alertdialog').waitFor({ state: 'detached' });

  await lookUpNext(second);
  await page
    .getByRole('region', { name: 'Payment' })
    .getByText(await payerOf(second))
    .first()
    .waitFor();
  expect(await page.getByRole('alertdialog').count()).toBe(0);
  expect(await page.getByLabel('Reason for the refund').inputValue()).toBe('');

  await askForRefund(page, 'Meant for the second payment.');
  expect(await page.getByRole('alertdialog').textContent()).toContain(await payerOf(second));
  await confirmRefund(page);
  expect(await refundsAtProcessor(world.dev, first)).toHaveLength(0);
});

test('an answer that comes when another payment is shown asks nothing about either', async () => {
  const { cardOperating, cardTrust } = world.dev.transactions;
  await lookUp(page, cardOperating);
  await page.waitForLoadState('networkidle');
  const held = Promise.withResolvers<void>();
  const isHeld = Promise.withResolvers<void>();
  await page.route(/\/review/, async (route: Route) => {
    isHeld.resolve();
    await held.promise;
    await route.continue();
  });
  await page.getByLabel('Reason for the refund').fill('Slow to be looked through.');
  await page.getByRole('button', { name: 'Refund Payment' }).click();
  await isHeld.promise;
  await lookUpNext(cardTrust);
  await page.getByText('went to trust').waitFor();
  const answered = page.waitForResponse(/\/review/);
  held.resolve();
  await (await answered).finished();
  await page.unroute(/\/review/);
  // Whatever the answer does, it has done once the page answers to the next thing.
  await page.getByText('See payment items').click();
  await page.getByRole('table', { name: 'What was paid' }).waitFor();
  expect(await page.getByRole('alertdialog').count()).toBe(0);
  expect(await page.getByLabel('Reason for the refund').inputValue()).toBe('');
});

test('the server refuses a form that is about another payment than its page', async () => {
  const { cardOperating, achOperating } = world.dev.transactions;
  await lookUp(page, achOperating);
  await page.waitForLoadState('networkidle');
  await askForRefund(page, 'Tampered with.');
  await page
    .locator('[role=alertdialog] input[name=transactionId]')
    .evaluate((input: { value: string }, id) => (input.value = id), cardOperating);
  await page.getByRole('button', { name: /^Refund \$/ }).click();
  await page.getByText('The form was about another payment than the page').waitFor();
  expect(await refundsAtProcessor(world.dev, cardOperating)).toHaveLength(0);
  expect(await refundsAtProcessor(world.dev, achOperating)).toHaveLength(0);
});

test('once it is sent, the question can no longer be left as if nothing had been sent', async () => {
  const { achOperating } = world.dev.transactions;
  await lookUp(page, achOperating);
  await askForRefund(page, 'Confirmed on a slow day.');
  const held = Promise.withResolvers<void>();
  await page.route(/\/request/, async (route: Route) => {
    await held.promise;
    await route.continue();
  });
  const question = page.getByRole('alertdialog');
  await page.getByRole('button', { name: /^Refund \$/ }).click();
  await question.getByText('Sent. This can no longer be taken back here.').waitFor();
  expect(await question.getByRole('button', { name: 'Go back' }).isDisabled()).toBe(true);
  await page.keyboard.press('Escape');
  expect(await question.isVisible()).toBe(true);
  held.resolve();
  await shownRefund(page);
  await page.unroute(/\/request/);
});

test('a payment that can no longer be refunded is not said to have a button', async () => {
  const { cardTrust } = world.dev.transactions;
  await lookUp(page, cardTrust);
  await askForRefund(page, 'Disputed meanwhile.');
  await dispute(world.dev, cardTrust);
  await page.getByRole('button', { name: /^Refund \$/ }).click();
  await page.getByText('The client disputes this payment').first().waitFor();
  expect(await page.getByText('press Refund Payment').count()).toBe(0);
  expect(await page.getByRole('button', { name: 'Refund Payment' }).count()).toBe(0);
});
