// All that waits for a person, in one place (B5, B12): what refunds owe and what no refund accounts for; walked by keys,
// and settled several at a time where that is safe.
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { openAs } from './browser.ts';
import { startPortalWorld, type PortalWorld } from './portal-world.ts';
import { askForRefund, confirmRefund, lookUp, seeStatus } from './refund-steps.ts';
import { refundAtTheProcessor, settle } from './surroundings.ts';

let world: PortalWorld;
let admin: Page;

beforeAll(async () => {
  world = await startPortalWorld();
  return () => world.stop();
});

beforeAll(async () => {
  admin = await openAs(world, 'admin');
});

test('a refund that no refund of ours accounts for waits here, is counted, and leads to its card', async () => {
  await refundAtTheProcessor(world.dev, world.dev.transactions.split);
  const list = admin.getByRole('region', { name: 'Differences to explain' });
  await expect
    .poll(() => admin.goto('/work').then(() => list.count()), { timeout: 30_000, interval: 500 })
    .toBe(1);
  const waiting = await waitingForMe(admin);
  expect(waiting).toBeGreaterThan(0);
  expect(await admin.getByRole('link', { name: /^For me/ }).textContent()).toContain(String(waiting));
  await admin.goto('/work?overdue=true');
  expect(await list.count()).toBe(0);

  await admin.goto('/work');
  await list.getByRole('link', { name: 'Refunded at the processor itself' }).click();
  await admin.waitForURL('**/reconciliation?unowed=true#difference-*');
  const card = admin.getByRole('region', { name: 'Refunded at the processor itself' });
  await card.getByText('Explain it without booking it').click();
  await card.getByLabel('What it was, and what was done').fill('The owner did it by hand.');
  await card.getByRole('button', { name: 'This is explained' }).click();
  await admin.getByText('Nothing has been compared yet').waitFor();
  await expect.poll(() => waitingForMe(admin)).toBe(waiting - 1);
});

test('two invoices are decided about at once, and each refund says so', async () => {
  const { cardOperating, achOperating } = world.dev.transactions;
  const refunds = [await refund(cardOperating), await refund(achOperating)];
  const [first = '', second = ''] = refunds;
  await admin.goto('/work?kind=invoice_decision');
  const before = await waitingForMe(admin);
  await admin.getByRole('button', { name: 'Ticked invoices are still due' }).click();
  await admin.getByRole('alert').getByText('Tick the invoices that are still due first').waitFor();
  for (const id of refunds) await boxOf(admin, id).check();

  // Somebody else was quicker, and decided otherwise: that one is refused, the other one is done.
  const colleague = await openAs(world, 'owner');
  await colleague.goto(`/refunds/${second}`);
  await colleague.getByLabel('Write off').check();
  await colleague.getByRole('button', { name: 'Record the decision' }).click();
  await colleague.getByRole('button', { name: 'Record the decision' }).waitFor({ state: 'detached' });
  await colleague.context().close();

  await admin.getByRole('button', { name: 'Ticked invoices are still due' }).click();
  const said = admin.getByRole('alert').filter({ hasText: '1 invoice is recorded as still due; 1 not' });
  await said.getByRole('link', { name: second }).waitFor();
  expect(await admin.locator(`a[href^="/refunds/${first}#"]`).count()).toBe(0);
  await expect.poll(() => waitingForMe(admin)).toBe(before - 2);
  await admin.goto(`/refunds/${first}`);
  await admin.getByText('Still due.', { exact: true }).waitFor();
});

test('what is posted, or asks for more than a note, has no box to tick', async () => {
  const lawyer = await openAs(world, 'lawyer');
  await refund(world.dev.transactions.cardTrust, lawyer);
  await lawyer.goto('/work?kind=trust_payment');
  await lawyer.getByRole('cell', { name: 'Trust payment to the firm' }).first().waitFor();
  expect(await lawyer.getByRole('main').getByRole('table').getByRole('checkbox').count()).toBe(0);
  expect(await lawyer.getByRole('button', { name: /Ticked/ }).count()).toBe(0);
  await lawyer.context().close();
});

test('the queue is walked by j and k, ticked by x, and a row opened by Enter', async () => {
  await admin.goto('/work?whose=all');
  await admin.getByRole('button', { name: 'Keys' }).waitFor();
  const links = admin.getByRole('main').locator('tbody a');
  expect(await links.count()).toBeGreaterThan(1);
  const isOn = (nth: number) => links.nth(nth).and(admin.locator(':focus')).count();
  await expect
    .poll(async () => {
      await admin.keyboard.press('k');
      return isOn(0);
    })
    .toBe(1);
  await admin.keyboard.press('j');
  expect(await isOn(1)).toBe(1);
  await admin.keyboard.press('k');
  expect(await isOn(0)).toBe(1);
  await admin.keyboard.press('Enter');
  await admin.waitForURL('**/refunds/rf_*#task-*');
});

/** The number beside Work in the navigation. */
async function waitingForMe(page: Page): Promise<number> {
  const link = page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: /^Work/ });
  return Number.parseInt((await link.textContent())?.replace(/\D/g, '') || '0', 10);
}

function boxOf(page: Page, refundId: string) {
  return page
    .getByRole('row')
    .filter({ has: page.locator(`a[href*="${refundId}"]`) })
    .getByRole('checkbox');
}

/** Refunds a payment, to where something is owed. */
async function refund(transactionId: string, page = admin): Promise<string> {
  await lookUp(page, transactionId);
  await askForRefund(page, 'It was paid twice.');
  const refundId = await confirmRefund(page);
  await seeStatus(page, 'Processing');
  await settle(world.dev, transactionId);
  await seeStatus(page, 'Succeeded');
  return refundId;
}
