// All that waits for a person, in one place (B5, B12): what refunds owe and what no refund accounts for; walked by keys,
// and settled several at a time where that is safe.
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { openAs } from './browser.ts';
import { startPortalWorld, type PortalWorld } from './portal-world.ts';
import { askForRefund, confirmRefund, lookUp, openCompletedTasks, seeStatus } from './refund-steps.ts';
import { dispute, refundAtTheProcessor, settle } from './surroundings.ts';

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

test('an invoice is decided from the list in two interactions, and the list stays', async () => {
  const id = await refund('txn_WK59PFkl0JfI2yyV');
  await admin.goto('/work?kind=invoice_decision');
  const before = await waitingForMe(admin);
  await boxOf(admin, id)
    .locator('xpath=ancestor::tr')
    .getByRole('link', { name: /^Decide the invoice/ })
    .click();
  const sheet = admin.getByRole('dialog');
  const heading = sheet.getByRole('heading', { level: 2 });
  await expect.poll(() => heading.and(admin.locator(':focus')).count()).toBe(1);
  await sheet.getByRole('button', { name: 'Still due' }).first().click();
  await sheet.getByRole('status').getByText('Recorded: the invoice is still due.').waitFor();
  await expect.poll(() => waitingForMe(admin)).toBeLessThan(before);
  await admin.keyboard.press('Escape');
  await sheet.waitFor({ state: 'hidden' });
  await admin.waitForURL('**/work?kind=invoice_decision');
  await admin.goto(`/refunds/${id}`);
  await openCompletedTasks(admin);
  await admin.getByText('Still due.', { exact: true }).first().waitFor();
});

test('invoices are marked as still due together, with a preview, and each refund says so', async () => {
  const { cardOperating, achOperating } = world.dev.transactions;
  const refunds = [await refund(cardOperating), await refund(achOperating)];
  const [first = '', second = ''] = refunds;
  await admin.goto('/work?kind=invoice_decision');
  const before = await waitingForMe(admin);
  const mark = admin.getByRole('button', { name: 'Mark selected as still due' });
  expect(await mark.isVisible()).toBe(false);
  for (const id of refunds) await boxOf(admin, id).check();
  await admin.getByText(/^2 invoices will stay due: .+ Nothing will be posted/).waitFor();

  // Somebody else was quicker, and decided otherwise: that one is refused, the other one is done.
  const colleague = await openAs(world, 'owner');
  await colleague.goto(`/refunds/${second}`);
  await colleague.getByLabel('Write off').check();
  await colleague.getByRole('button', { name: 'Record the decision' }).click();
  await colleague.getByRole('button', { name: 'Record the decision' }).waitFor({ state: 'detached' });
  await colleague.context().close();

  await mark.click();
  const said = admin.getByRole('alert').filter({ hasText: '1 invoice is now marked as still due; 1 not' });
  await said.getByRole('link', { name: second }).waitFor();
  await expect.poll(() => waitingForMe(admin)).toBe(before - 2);
  await admin.goto(`/refunds/${first}`);
  await openCompletedTasks(admin);
  await admin.getByText('Still due.', { exact: true }).waitFor();
});

test('what is posted, or asks for more than a note, has no box to select', async () => {
  const lawyer = await openAs(world, 'lawyer');
  await refund(world.dev.transactions.cardTrust, lawyer);
  await lawyer.goto('/work?kind=trust_payment');
  await lawyer.getByRole('link', { name: /^Record trust payment/ }).waitFor();
  expect(await lawyer.getByRole('main').getByRole('table').getByRole('checkbox').count()).toBe(0);
  expect(await lawyer.getByRole('button', { name: /Mark selected/ }).count()).toBe(0);
  await lawyer.context().close();
});

test(
  'a case is assigned, put off and commented on from its sheet, by keys alone to it',
  { timeout: 180_000 },
  async () => {
    await admin.goto('/work?whose=all');
    await focusFirstRow(admin);
    await admin.keyboard.press('a');
    const sheet = admin.getByRole('dialog');
    const assignee = sheet.getByLabel('Assigned to').first();
    await expect.poll(() => assignee.and(admin.locator(':focus')).count()).toBe(1);
    await assignee.selectOption({ label: 'Daniel Hargrove' });
    await sheet.getByRole('button', { name: 'Assign', exact: true }).first().click();
    await sheet.getByRole('status').getByText('Assigned to Daniel Hargrove.').waitFor();

    await sheet.getByRole('button', { name: 'Snooze', exact: true }).first().click();
    await sheet
      .getByRole('status')
      .getByText(/^Snoozed for you until/)
      .waitFor();

    await sheet.getByLabel('Add a comment').fill('Can you record this today?');
    await sheet.getByText('Mention someone').click();
    await sheet.getByLabel('Daniel Hargrove').check();
    await sheet.getByRole('button', { name: 'Comment', exact: true }).click();
    await sheet.getByText('Emailed to Daniel Hargrove').waitFor();
    await sheet.getByRole('link', { name: 'Close' }).click();

    await admin.goto('/work?whose=snoozed');
    await admin.getByText('Snoozed until').first().waitFor();
    const lawyer = await openAs(world, 'lawyer');
    await lawyer.goto('/work?whose=assigned');
    await lawyer.getByRole('row').nth(1).getByRole('link').first().click();
    await lawyer.getByRole('dialog').getByText('Can you record this today?').waitFor();
    await lawyer.context().close();
    await expect
      .poll(async () => (await fetch(`${world.dev.mail}/messages`)).text(), { timeout: 90_000 })
      .toMatch(/Assigned to you: .*/);
  },
);

test('a case is looked at and decided without scripts', async () => {
  const plain = await openAs(world, 'admin', { javaScriptEnabled: false });
  await plain.goto('/work?whose=all');
  await plain.getByRole('row').nth(1).getByRole('link').first().click();
  const sheet = plain.getByRole('dialog');
  await sheet.getByLabel('Add a comment').fill('Written without scripts.');
  await sheet.getByRole('button', { name: 'Comment', exact: true }).click();
  await plain.getByText('Written without scripts.').waitFor();
  await plain.getByRole('dialog').getByRole('link', { name: 'Close' }).click();
  await plain.getByRole('heading', { name: 'Work', level: 1 }).waitFor();
  expect(await plain.getByRole('dialog').count()).toBe(0);
  await plain.context().close();
});

test('the queue is walked by j and k, selected by x, and a row opened by Enter', async () => {
  await dispute(world.dev, 'txn_WIQtUlmOS6ECJSRO');
  const rows = admin.getByRole('main').locator('tbody tr');
  await expect
    .poll(() => admin.goto('/work?whose=all').then(() => rows.count()), { timeout: 30_000, interval: 500 })
    .toBeGreaterThan(1);
  await admin.getByRole('button', { name: 'Keys' }).waitFor();
  const isOn = (nth: number) => rows.nth(nth).locator('a').first().and(admin.locator(':focus')).count();
  await focusFirstRow(admin);
  expect(await isOn(0)).toBe(1);
  await admin.keyboard.press('j');
  expect(await isOn(1)).toBe(1);
  await admin.keyboard.press('k');
  expect(await isOn(0)).toBe(1);
  await admin.keyboard.press('Enter');
  await admin.waitForURL('**/work?whose=all&case=*');
  await admin.getByRole('dialog').waitFor();
  await admin.keyboard.press('Escape');
  await admin.waitForURL('**/work?whose=all');
  await expect.poll(() => isOn(0)).toBe(1);
});

test('a bookkeeper has their own Home, imports and matches, and is offered no refund', async () => {
  const bookkeeper = await openAs(world, 'bookkeeper');
  await bookkeeper.getByRole('region', { name: 'Bookkeeping' }).waitFor();
  const places = bookkeeper.getByRole('navigation', { name: 'Main' });
  expect(await places.getByRole('link', { name: 'Refund a payment' }).count()).toBe(0);
  await bookkeeper.getByRole('link', { name: 'Import a bank statement' }).click();
  await bookkeeper.waitForURL('**/reconciliation/bank');
  expect(await bookkeeper.getByRole('button', { name: /import/i }).count()).toBeGreaterThan(0);
  await bookkeeper.goto('/work?whose=all');
  expect(await bookkeeper.getByRole('link', { name: /^Decide the invoice/ }).count()).toBe(0);
  await bookkeeper.context().close();
});

test('each number of Home leads to the list that it sums', async () => {
  const viewer = await openAs(world, 'viewer');
  await viewer.getByRole('region', { name: 'Recent refunds' }).waitFor();
  const numbers = viewer.getByRole('region', { name: 'Money today' });
  const paid = numbers.getByRole('link', { name: /^Paid back in/ });
  const shown = amountsIn((await paid.textContent()) ?? '')[0] ?? -1;
  await paid.click();
  await viewer.waitForURL('**refunds=paid_this_month');
  const cells = await viewer.getByRole('main').locator('tbody tr').allTextContents();
  const listed = cells.map((row) => amountsIn(row)[0] ?? 0).reduce((sum, amount) => sum + amount, 0);
  expect(Math.round(listed * 100)).toBe(Math.round(shown * 100));
  await viewer.context().close();
});

/** The amounts in a text, in dollars. */
function amountsIn(text: string): number[] {
  return [...text.matchAll(/\$([\d,]+\.\d\d)/g)].map(([, digits = '']) => Number(digits.replaceAll(',', '')));
}

async function focusFirstRow(page: Page): Promise<void> {
  const first = page.getByRole('main').locator('tbody a').first();
  await expect
    .poll(async () => {
      await page.keyboard.press('k');
      return first.and(page.locator(':focus')).count();
    })
    .toBe(1);
}

/** The number beside Work in the navigation. */
async function waitingForMe(page: Page): Promise<number> {
  const link = page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: /^Work/ });
  return Number.parseInt((await link.textContent())?.replace(/\D/g, '') || '0', 10);
}

function boxOf(page: Page, refundId: string) {
  return page.locator(`input[type=checkbox][value^="${refundId}:"]`);
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
