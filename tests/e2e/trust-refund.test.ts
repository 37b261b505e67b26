// A refund of a payment that went to trust (R5, B4, B5): what is owed afterwards, who may do it, and in which order.
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { TRUST_STEPS } from '@makewhole/domain/obligations';
import { openAs } from './browser.ts';
import { startPortalWorld, type PortalWorld } from './portal-world.ts';
import { askForRefund, confirmRefund, lookUp, seeStatus } from './refund-steps.ts';
import { settle } from './surroundings.ts';

const TITLES = {
  payment: 'Trust payment to the firm',
  deposit: 'Firm deposit into operating',
  transfer: 'Bank transfer, trust to operating',
};

/** The step forms offer today, in the firm's zone; lines are suggested within ten days of it. */
const TODAY = new Date().toISOString().slice(0, 10);
const EVIDENCE = {
  name: 'check.pdf',
  mimeType: 'application/pdf',
  buffer: Buffer.from('%PDF-1.7\n1 0 obj\n<< >>\nendobj\ntrailer\n<< >>\n%%EOF\n'),
};

let world: PortalWorld;
let lawyer: Page;
let refundId: string;

beforeAll(async () => {
  world = await startPortalWorld();
  return () => world.stop();
});

beforeAll(async () => {
  lawyer = await openAs(world, 'lawyer');
});

test('before the refund is asked for, the three steps to come are told', async () => {
  await lookUp(lawyer, world.dev.transactions.cardTrust);
  await lawyer.getByText('went to trust').waitFor();
  const warned = await lawyer.getByRole('main').textContent();
  for (const step of TRUST_STEPS) expect(warned).toContain(TITLES[step]);
  await askForRefund(lawyer, 'The advance deposit was paid twice.');
  refundId = await confirmRefund(lawyer);
  await seeStatus(lawyer, 'Processing');
});

test('before the client is paid there is no form for a trust step', async () => {
  expect(await lawyer.getByRole('button', { name: 'Record this step' }).count()).toBe(0);
  await settle(world.dev, world.dev.transactions.cardTrust);
  await seeStatus(lawyer, 'Succeeded');
});

test('an admin sees who must take the trust steps, and gets no form for them', async () => {
  const admin = await openAs(world, 'admin');
  await admin.goto(`/refunds/${refundId}`);
  await admin.getByText('A lawyer or the owner must authorize it').first().waitFor();
  expect(await admin.getByRole('button', { name: 'Record this step' }).count()).toBe(0);
  await admin.context().close();
});

test('what is owed waits in the queue of those who may do it, which leads to where it is done', async () => {
  await lawyer.goto('/work?kind=trust_payment');
  const row = lawyer.getByRole('row').filter({ has: lawyer.locator(`a[href*="${refundId}"]`) });
  await row.getByRole('link', { name: TITLES.payment }).click();
  await lawyer.waitForURL(`**/refunds/${refundId}#task-*`);
  await lawyer.getByRole('button', { name: 'Record this step' }).waitFor();

  const admin = await openAs(world, 'admin');
  await admin.goto('/work?kind=trust_payment');
  await admin.getByText('Nothing here matches').waitFor();
  expect(await admin.locator(`a[href*="${refundId}"]`).count()).toBe(0);
  await admin.goto('/work?whose=all&kind=trust_payment');
  await admin.locator(`a[href*="${refundId}"]`).waitFor();
  await admin.context().close();
});

test('a step of another amount is refused, and what was typed stays', async () => {
  await lawyer.getByLabel('Amount', { exact: true }).fill('1.00');
  await lawyer.getByLabel('Trust check or ledger reference').fill('CHK 4411');
  await lawyer.getByRole('button', { name: 'Record this step' }).click();
  await lawyer.getByRole('alert').getByText('must be exactly').waitFor();
  expect(await lawyer.getByLabel('Amount', { exact: true }).inputValue()).toBe('1.00');
  expect(await lawyer.getByLabel('Trust check or ledger reference').inputValue()).toBe('CHK 4411');
});

test('a step dated before the refund was requested is refused, beside the date', async () => {
  const date = lawyer.getByLabel('Date', { exact: true });
  const offered = await date.inputValue();
  expect(await date.getAttribute('max')).toBe(offered);
  await lawyer.getByLabel('Amount', { exact: true }).fill(await amountOf(lawyer));
  await date.fill('2025-01-01');
  await lawyer.getByRole('button', { name: 'Record this step' }).click();
  await lawyer.getByText('the refund was requested on').waitFor();
  expect(await date.inputValue()).toBe('2025-01-01');
  await date.fill(offered);
  await lawyer.getByLabel('Amount', { exact: true }).fill('1.00');
});

test('what was typed for a step is still there after a reload', async () => {
  await lawyer.reload();
  await lawyer.getByText('Live', { exact: true }).waitFor();
  expect(await lawyer.getByLabel('Amount', { exact: true }).inputValue()).toBe('1.00');
  expect(await lawyer.getByLabel('Trust check or ledger reference').inputValue()).toBe('CHK 4411');
});

test('an admin imports the bank statements, of which one that cannot be read is refused with the line', async () => {
  const admin = await openAs(world, 'admin');
  await admin.goto('/reconciliation/bank');
  await importStatement(admin, 'trust', [`${TODAY},Wire,12.345`]);
  await admin.getByText('Line 2').waitFor();
  const amount = await amountOf(lawyer);
  await importStatement(admin, 'trust', [`${TODAY},Wire out,-${amount}`, `${TODAY},Fee,-5.00`]);
  await admin.getByText('2 lines, 2 of them new').waitFor();
  await importStatement(admin, 'operating', [`${TODAY},Wire in,${amount}`]);
  await admin.getByText('1 line, 1 of them new').waitFor();
  await admin.context().close();
});

test('a lawyer records the three steps in their order, each with its evidence', async () => {
  const due = await lawyer.getByText(/^Exactly \$/).textContent();
  for (const step of TRUST_STEPS) {
    const task = lawyer
      .getByRole('listitem')
      .filter({ has: lawyer.getByRole('heading', { name: TITLES[step] }) });
    await task.getByLabel('Amount', { exact: true }).fill(String(due).replace('Exactly ', ''));
    await task.getByLabel(/reference/).fill(`REF ${step}`);
    await task.getByLabel('Evidence').setInputFiles(EVIDENCE);
    await task.getByRole('button', { name: 'Record this step' }).click();
    await task.getByText(`reference REF ${step}.`).waitFor();
  }
  const saved = lawyer.waitForEvent('download');
  await lawyer.getByRole('link', { name: 'Save the evidence' }).first().click();
  expect((await saved).suggestedFilename()).toMatch(/^ev_.*\.pdf$/);
});

test('a step that was recorded wrongly is corrected, and the page says what it said before', async () => {
  const task = lawyer
    .getByRole('listitem')
    .filter({ has: lawyer.getByRole('heading', { name: TITLES.payment }) });
  await task.getByText('Correct this entry').click();
  await task.getByLabel('Trust check or ledger reference').fill('CHK 4412');
  await task.getByRole('button', { name: 'Record the correction' }).click();
  await task.getByRole('alert').getByText('Say why it is corrected').waitFor();
  await task.getByLabel('Why it is corrected').fill('The bank shows another number.');
  await task.getByRole('button', { name: 'Record the correction' }).click();
  await task.getByText(/reference CHK 4412\. Corrected: .*reference REF payment/).waitFor();
});

test('the transfer waits for its two bank lines, and the refund is closed once they are confirmed', async () => {
  await lawyer.getByRole('link', { name: 'Find them among the bank lines' }).click();
  await lawyer.getByText('Wire out').waitFor();
  await lawyer.getByText('Wire in').waitFor();
  expect(await lawyer.getByText('Fee').count()).toBe(0);
  await lawyer.getByRole('button', { name: 'Confirm these two lines' }).click();
  await lawyer.getByText('No transfer waits for its bank lines').waitFor();
  await lawyer.goto(`/refunds/${refundId}`);
  await lawyer.getByText('nothing is left to do.').waitFor();
});

async function importStatement(admin: Page, account: 'trust' | 'operating', rows: readonly string[]) {
  const csv = ['date,description,amount', ...rows].join('\n');
  const label = account === 'trust' ? 'Trust account (IOLTA)' : 'Operating account';
  await admin.getByLabel('Account', { exact: true }).selectOption({ label });
  await admin.getByLabel('Statement', { exact: true }).setInputFiles({
    name: `${account}.csv`,
    mimeType: 'text/csv',
    buffer: Buffer.from(csv),
  });
  await admin.getByRole('button', { name: 'Import' }).click();
}

/** What each step must come to, as a bank writes it. */
async function amountOf(page: Page): Promise<string> {
  const due = await page
    .getByText(/^Exactly \$/)
    .first()
    .textContent();
  return String(due).replace(/[^0-9.]/g, '');
}
