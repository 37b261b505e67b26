// The three trust steps of a refund on one sheet (R5): four interactions, each step recorded once, with and without
// scripts; and its memo as a PDF.
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { extractText, getDocumentProxy } from 'unpdf';
import { beforeAll, expect, test } from 'vitest';
import { NARROW, openAs } from './browser.ts';
import { takePicture } from './pictures.ts';
import { startPortalWorld, type PortalWorld } from './portal-world.ts';
import { askForRefund, confirmRefund, lookUp, seeStatus } from './refund-steps.ts';
import { settle } from './surroundings.ts';

const PROOF = {
  name: 'transfer.pdf',
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
  const { cardTrust } = world.dev.transactions;
  await lookUp(lawyer, cardTrust);
  await askForRefund(lawyer, 'The advance deposit was paid twice.');
  refundId = await confirmRefund(lawyer);
  await seeStatus(lawyer, 'Processing');
  await lawyer.goto(`/refunds/${refundId}/trust`);
  await lawyer.getByText('the client hasn’t been paid').waitFor();
  await settle(world.dev, cardTrust);
  await lawyer.goto(`/refunds/${refundId}`);
  await seeStatus(lawyer, 'Succeeded');
});

/** The bank may be closed today: the sheet asks, and the person says that the date is right. */
async function confirmDayIfAsked(page: Page): Promise<void> {
  const asked = page.getByLabel(/^Banks are closed on/);
  const done = page.getByText('All trust steps are recorded');
  await asked.or(done).first().waitFor();
  if (!(await asked.isVisible())) return;
  await asked.check();
  await page.getByRole('button', { name: /^Record / }).click();
}

async function picture(name: string): Promise<void> {
  for (const look of ['light', 'dark'] as const) {
    await lawyer.emulateMedia({ colorScheme: look });
    await takePicture(lawyer, name, look);
  }
  await lawyer.emulateMedia({ colorScheme: 'light' });
  const { width, height } = lawyer.viewportSize() ?? NARROW;
  await lawyer.setViewportSize(NARROW);
  await takePicture(lawyer, name, 'narrow');
  await lawyer.setViewportSize({ width, height });
}

test('the refund leads to the sheet, which shows the balance before and after, and the memo of the transfer', async () => {
  await lawyer.getByRole('link', { name: 'Do the trust steps on one sheet' }).click();
  await lawyer.waitForURL('**/trust');
  const main = lawyer.getByRole('main');
  await main.getByRole('heading', { level: 1, name: /^Move \$[\d,.]+ from trust to operating$/ }).waitFor();
  await main.getByText('Now', { exact: true }).waitFor();
  await main
    .getByText(/reimbursement of refund/i)
    .first()
    .waitFor();
  await picture('the trust sheet');
});

test('the memo is a PDF on the letterhead with payee, purpose and amount', async () => {
  const saving = lawyer.waitForEvent('download');
  await lawyer.getByRole('link', { name: 'Print memo (PDF)' }).click();
  const saved = await saving;
  expect(saved.suggestedFilename()).toMatch(/^trust-transfer-memo-rf_.*\.pdf$/);
  const pdf = await getDocumentProxy(new Uint8Array(await readFile(await saved.path())));
  const { text } = await extractText(pdf, { mergePages: true });
  expect(text).toContain('Trust transfer memo');
  expect(text.replaceAll(/\s+/g, ' ')).toMatch(/reimbursement of refund rf_/);
});

test('a date that has not come, and steps out of order, are refused at their fields in plain words', async () => {
  const date = lawyer.getByLabel('Date', { exact: true });
  const offered = await date.inputValue();
  await date.fill('2099-01-04');
  await lawyer.getByLabel('Trust payment to the firm').uncheck();
  await lawyer.getByRole('button', { name: /^Record / }).click();
  await lawyer.getByText('Enter a date that is today or earlier.').waitFor();
  await lawyer.getByText('Also choose the one before it.').waitFor();
  expect(await date.getAttribute('aria-invalid')).toBe('true');
  await date.fill(offered);
  await lawyer.getByLabel('Trust payment to the firm').check();
});

test('three steps are recorded by four interactions, and pressing twice records each once', async () => {
  await lawyer.goto(`/refunds/${refundId}`);
  // 1: the sheet. 2: the reference. 3: the file. 4: the button.
  await lawyer.getByRole('link', { name: 'Do the trust steps on one sheet' }).click();
  await lawyer.getByLabel('Transfer or check reference').fill('FT-20931');
  await lawyer.getByLabel('Proof').setInputFiles(PROOF);
  await lawyer.getByRole('button', { name: 'Record all three steps' }).dblclick();
  await confirmDayIfAsked(lawyer);
  await lawyer.getByText('All trust steps are recorded').waitFor();
  expect(await lawyer.getByText('reference FT-20931').count()).toBe(3);
  await picture('the trust sheet done');
  await lawyer.goto(`/refunds/${refundId}`);
  expect(await lawyer.getByText('reference FT-20931.').count()).toBe(3);
});

test('without scripts, one step alone is recorded first and the others afterward', async () => {
  const { split } = world.dev.transactions;
  await lookUp(lawyer, split);
  await askForRefund(lawyer, 'Charged by mistake.');
  const id = await confirmRefund(lawyer);
  await settle(world.dev, split);
  await seeStatus(lawyer, 'Succeeded');
  const plain = await openAs(world, 'lawyer', { javaScriptEnabled: false });
  await plain.goto(`/refunds/${id}/trust`);
  for (const [button, later] of [
    ['Record all three steps', ['Firm deposit into operating', 'Bank transfer, trust to operating']],
    ['Record both steps', []],
  ] as const) {
    for (const step of later) await plain.getByLabel(step).uncheck();
    await plain.getByLabel('Transfer or check reference').fill(`REF ${button.length}`);
    await plain.getByLabel('Proof').setInputFiles(PROOF);
    await plain.getByRole('button', { name: button }).click();
    const asked = plain.getByLabel(/^Banks are closed on/);
    if (await asked.isVisible()) {
      await asked.check();
      await plain.getByLabel('Proof').setInputFiles(PROOF);
      await plain.getByRole('button', { name: /^Record / }).click();
    }
  }
  await plain.getByText('All trust steps are recorded').waitFor();
  await plain.context().close();
});
