// What a refund's page tells of it beside its state: where the money is, whom emails reached, whether its timeline holds
// (B9, B10, R9), and the receipt for the client.
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { openAs } from './browser.ts';
import { startPortalWorld, type PortalWorld } from './portal-world.ts';
import { askForRefund, confirmRefund, lookUp, seeStatus } from './refund-steps.ts';
import { emailsAbout, settle } from './surroundings.ts';

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

test('the money picture says in figures what has moved and what is to come', async () => {
  const row = (account: string) =>
    page.getByRole('region', { name: 'Money' }).getByRole('row', { name: account }).first();
  const figures = (account: string) => row(account).getByRole('cell').allInnerTexts();
  await expect
    .poll(() => figures('Operating bank account').then(([soFar]) => soFar))
    .toMatch(/^-\$[\d,]+\.\d{2}$/);
  const [soFar, toCome, inTheEnd] = await figures('Operating bank account');
  expect([toCome, inTheEnd]).toEqual(['$0.00', soFar]);
  await expect.poll(() => figures('Refunds clearing')).toEqual(['$0.00', '$0.00', '$0.00']);
});

test('the timeline is verified on the page, with its hashes', async () => {
  const trail = page.getByRole('region', { name: 'Audit trail' });
  await trail.getByText('Chain verified').waitFor();
  await trail.getByText('Not sealed yet').waitFor();
  await trail.getByText('Hashes').click();
  expect(await trail.getByText(/^[0-9a-f]{64}$/).count()).toBeGreaterThan(3);
});

test('an email that was sent a moment ago is not sent again at once, and the page says when it can be', async () => {
  const emails = page.getByRole('region', { name: 'Emails' });
  const again = emails.getByRole('button', { name: /^Send again/ }).first();
  await again.click();
  await emails.getByRole('alert').getByText('was just sent').waitFor();
});

test('a minute later it is sent once more, and the timeline says so', { timeout: 180_000 }, async () => {
  const before = (await emailsAbout(world.dev, world.dev.transactions.cardOperating)).length;
  const emails = page.getByRole('region', { name: 'Emails' });
  const timeline = page.getByRole('region', { name: 'Timeline' });
  await expect
    .poll(
      async () => {
        await emails
          .getByRole('button', { name: /^Send again/ })
          .first()
          .click();
        await page.waitForLoadState('networkidle');
        return timeline.getByText('An email is sent again').count();
      },
      { timeout: 120_000, interval: 5_000 },
    )
    .toBe(1);
  await expect
    .poll(() => emailsAbout(world.dev, world.dev.transactions.cardOperating).then(({ length }) => length), {
      timeout: 30_000,
    })
    .toBe(before + 1);
});

test('the receipt is there to print and as a PDF, and tells nothing that the firm keeps to itself', async () => {
  await settle(world.dev, world.dev.transactions.cardOperating);
  await seeStatus(page, 'Succeeded');
  await page.getByRole('link', { name: 'See the receipt' }).click();
  await page.getByText(/^Paid back in full on /).waitFor();
  await page.getByText('Paid twice by mistake.').waitFor();
  await page.emulateMedia({ media: 'print' });
  expect(await page.getByRole('navigation', { name: 'Main' }).isVisible()).toBe(false);
  expect(await page.getByRole('button', { name: 'Print' }).isVisible()).toBe(false);
  await page.emulateMedia({ media: 'screen' });
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Save as PDF' }).click();
  expect((await download).suggestedFilename()).toBe(`receipt-${refundId}.pdf`);
});

test('a viewer sees the money and the receipt, and nothing to send again', async () => {
  const viewer = await openAs(world, 'viewer');
  await viewer.goto(`/refunds/${refundId}`);
  await viewer.getByText('Chain verified').waitFor();
  expect(await viewer.getByRole('button', { name: /^Send again/ }).count()).toBe(0);
  await viewer.context().close();
});
