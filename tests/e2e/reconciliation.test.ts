// A refund that somebody made at the payment company itself (B12): the office hears of it and says what it was.
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { openAs, passwordOf } from './browser.ts';
import { startPortalWorld, type PortalWorld } from './portal-world.ts';
import { lookUp } from './refund-steps.ts';
import { refundAtTheProcessor } from './surroundings.ts';

let world: PortalWorld;
let admin: Page;

beforeAll(async () => {
  world = await startPortalWorld();
  return () => world.stop();
});

beforeAll(async () => {
  admin = await openAs(world, 'admin');
});

test('a comparison that is asked for finds nothing where everything agrees', async () => {
  await admin.goto('/reconciliation');
  await admin.getByText('No comparison has been made yet').waitFor();
  await admin.getByRole('button', { name: 'Compare now' }).click();
  // The page shows by itself when it is done, and says nothing of agreement before.
  await admin.getByText(/^Last compared/).waitFor({ timeout: 60_000 });
  await admin.getByText('Everything that was compared agrees').waitFor();
});

test('a refund that was made elsewhere is shown, and its payment cannot be refunded again', async () => {
  const { cardOperating } = world.dev.transactions;
  await refundAtTheProcessor(world.dev, cardOperating);
  await expect
    .poll(
      async () => {
        await admin.goto('/reconciliation');
        return admin.getByRole('main').textContent();
      },
      { timeout: 30_000, interval: 500 },
    )
    .toContain('Refunded at the processor itself');
  await lookUp(admin, cardOperating);
  await admin.getByText('already refunded outside Makewhole').first().waitFor();
});

test('it is explained once, and kept with its explanation', async () => {
  await admin.goto('/reconciliation');
  await admin.getByText('Explain it without booking it').click();
  await admin.getByRole('button', { name: 'This is explained' }).click();
  await admin.getByText('Say what it was').waitFor();
  await admin.getByLabel('What it was, and what was done').fill('The owner did it by hand.');
  await admin.getByRole('button', { name: 'This is explained' }).click();
  await admin.getByText('Everything that was compared agrees').waitFor();
  await admin.getByRole('link', { name: 'See what was explained' }).click();
  await admin.getByText('The owner did it by hand.').waitFor();
});

test('another one is booked as a refund of ours, which then is carried as every other one', async () => {
  const { achOperating } = world.dev.transactions;
  await refundAtTheProcessor(world.dev, achOperating);
  const bookIt = admin.getByRole('button', { name: 'Book it as a refund of ours' });
  await expect
    .poll(() => admin.goto('/reconciliation').then(() => bookIt.count()), { timeout: 30_000, interval: 500 })
    .toBe(1);
  await bookIt.click();
  await admin.getByText('Give the reason').waitFor();
  await admin.getByLabel('Reason', { exact: true }).fill('Refunded by telephone.');
  await bookIt.click();
  await admin.waitForURL('**/refunds/rf_*');
  await admin.getByText('Refunded by telephone.').first().waitFor();
  await admin.getByText('Decide about the invoice').first().waitFor({ timeout: 90_000 });
});

test('the ledger self-check claims no agreement with a bank that has said nothing, and is saved as a table', async () => {
  await admin.goto('/reconciliation');
  await admin.getByRole('link', { name: 'Ledger self-check' }).click();
  await admin.getByText('No statement yet').waitFor();
  await admin.getByText('Not compared with the bank yet').waitFor();
  expect(await admin.getByText('Bank, ledger and clients agree').count()).toBe(0);
  const saving = admin.waitForEvent('download');
  await admin.getByRole('link', { name: 'Save as CSV' }).click();
  const saved = await saving;
  expect(saved.suggestedFilename()).toMatch(/^makewhole-trust-report-\d{4}-\d\d-\d\d\.csv$/);
  expect(await readFile(await saved.path(), 'utf8')).toContain('Line,Matter,Name,Client');
});

test('a month end is opened and prepared by the office, and signed by a lawyer, which locks it', async () => {
  await admin.goto('/reconciliation/month-ends');
  await admin.getByLabel("The statement's ending date").fill('2026-01-31');
  await admin.getByLabel('The balance on that day').fill('1,000.00');
  await admin.getByRole('button', { name: 'Open it' }).click();
  await admin.waitForURL('**/month-ends/ba_*/me_*');
  await admin.getByLabel('Your position').fill('Bookkeeper');
  await admin.getByLabel('Why the numbers differ').fill('The books begin with this month.');
  await admin.getByRole('button', { name: 'I have prepared this' }).click();
  await admin.getByText('Prepared: waits for a lawyer').waitFor();
  await admin.getByText('5 Client balances').click();
  const saving = admin.waitForEvent('download');
  await admin.getByRole('link', { name: 'Save Client balances as CSV' }).click();
  expect((await saving).suggestedFilename()).toMatch(/^makewhole-month-end-2026-01-31-5-.+\.csv$/);
  const lawyer = await openAs(world, 'lawyer');
  await lawyer.goto(admin.url());
  await lawyer.getByLabel('Your bar number').fill('NY-123456');
  await lawyer.getByLabel('Your password, or a code').fill(passwordOf(world.dev, 'lawyer'));
  await lawyer.getByRole('button', { name: 'Sign and lock' }).click();
  await lawyer.getByText('Signed and locked').waitFor();
  expect(await lawyer.getByRole('button', { name: 'Sign and lock' }).count()).toBe(0);
  await lawyer.context().close();
});

test('a viewer finds no way to it', async () => {
  const viewer = await openAs(world, 'viewer');
  expect(await viewer.getByRole('link', { name: 'Reconciliation' }).count()).toBe(0);
  await viewer.goto('/reconciliation');
  expect(await viewer.getByRole('button', { name: 'Compare now' }).count()).toBe(0);
  await viewer.context().close();
});
