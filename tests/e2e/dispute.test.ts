// A dispute while a refund runs is shouted, not whispered (R12, B16), and what people were asked to write down is shown.
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { openAs } from './browser.ts';
import { startPortalWorld, type PortalWorld } from './portal-world.ts';
import { askForRefund, confirmRefund, lookUp, seeStatus } from './refund-steps.ts';
import { dispute } from './surroundings.ts';

let world: PortalWorld;
let page: Page;
let refundId: string;

beforeAll(async () => {
  world = await startPortalWorld();
  return () => world.stop();
});

beforeAll(async () => {
  page = await openAs(world, 'admin');
  await lookUp(page, world.dev.transactions.cardOperating);
  await askForRefund(page, 'Paid twice by mistake.');
  refundId = await confirmRefund(page);
  await seeStatus(page, 'Processing');
});

test('a note on an invoice decision is shown with what was decided, and in the timeline', async () => {
  const todo = page.getByRole('region', { name: 'To do' });
  await todo
    .getByRole('radio', { name: /Still due/ })
    .first()
    .check();
  await todo.getByLabel('Note (optional)').first().fill('Invoice reissued as 10455');
  await todo
    .getByRole('button', { name: /^Record/ })
    .first()
    .click();
  await page.getByRole('blockquote').getByText('Invoice reissued as 10455').waitFor();
  await page.getByRole('region', { name: 'Timeline' }).getByText('Invoice reissued as 10455').waitFor();
});

test('a dispute stands above the status, first in To do, and in the timeline', async () => {
  await dispute(world.dev, world.dev.transactions.cardOperating);
  const banner = page.getByText('The client disputes this payment with their bank');
  await banner.waitFor({ timeout: 60_000 });
  const first = page.getByRole('region', { name: 'To do', exact: true }).getByRole('listitem').first();
  await expect.poll(() => first.innerText()).toContain('The client disputes the payment with their bank');
  await page.getByRole('region', { name: 'Timeline' }).getByText('The client disputes the payment').waitFor();
});

test('a lawyer finds it in Work, with its reason and deadline on the payment, and records the response', async () => {
  const lawyer = await openAs(world, 'lawyer');
  await lawyer.goto('/');
  await lawyer.getByText('Clients to pay and disputes to answer').waitFor();
  await lawyer.goto('/work?kind=dispute');
  await lawyer.getByRole('link', { name: 'Respond to the dispute' }).first().click();
  await lawyer.waitForURL('**/payments/**');
  await lawyer.goto(`/payments/${world.dev.transactions.cardOperating}`);
  await lawyer.getByText('Reason: fraudulent', { exact: true }).waitFor();
  await lawyer.getByText('Respond by').first().waitFor();
  await lawyer.getByLabel('What you sent, and when').fill('The engagement letter, today');
  await lawyer.getByRole('button', { name: 'Record the response' }).click();
  await lawyer.getByText('The engagement letter, today').waitFor();
  expect(refundId).toMatch(/^rf_/);
});
