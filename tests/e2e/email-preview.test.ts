// The email of a refund is shown before the refund is asked for, word for word as it will be sent (B3, R9).
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { openAs } from './browser.ts';
import { startPortalWorld, type PortalWorld } from './portal-world.ts';
import { askForRefund, confirmRefund, lookUp, seeStatus, shownRefund } from './refund-steps.ts';
import { emailsAbout } from './surroundings.ts';

const REASON = 'Paid twice: "by mistake".\nWe are sorry – très désolés.';

let world: PortalWorld;
let page: Page;
let shown: { to: string; subject: string; text: string };

beforeAll(async () => {
  world = await startPortalWorld();
  return () => world.stop();
});

beforeAll(async () => {
  page = await openAs(world, 'admin');
});

const emailText = () => page.getByLabel('Text of the email');

test('the email is shown with the reason as it is typed', async () => {
  await lookUp(page, world.dev.transactions.cardOperating);
  await page.getByText('The email, word for word').click();
  await emailText().getByText('A payment on your matter is being refunded in full.').waitFor();
  await page.getByLabel('Reason for the refund').fill(REASON);
  for (const line of REASON.split('\n')) {
    await expect.poll(() => emailText().textContent()).toContain(line);
  }
  const fact = (name: string) => page.locator(`dt:text-is("${name}") + dd`).last().innerText();
  shown = {
    to: await fact('To'),
    subject: await fact('Subject'),
    text: String(await emailText().textContent()),
  };
});

test('what was shown is what is sent, byte for byte', async () => {
  await askForRefund(page, REASON);
  const refundId = await confirmRefund(page);
  await seeStatus(page, 'Processing');
  const emails = await emailsAbout(world.dev, world.dev.transactions.cardOperating);
  const sent = emails.find(({ to }) => shown.to.endsWith(to));
  expect({ subject: sent?.subject, text: sent?.text.trimEnd() }).toEqual({
    subject: shown.subject,
    text: shown.text,
  });
  const link = /http\S+/.exec(shown.text)?.[0] ?? '';
  await page.goto(link);
  expect(await shownRefund(page)).toBe(refundId);
});

test('the link in the email of a payment without a refund leads to the payment', async () => {
  const { cardTrust } = world.dev.transactions;
  await page.goto(`/payments/${cardTrust}/refund`);
  await page.waitForURL(`**/payments/${cardTrust}`);
});

test('a key that was confirmed survives a reload, so that asking again is the same request (B1)', async () => {
  await lookUp(page, world.dev.transactions.achOperating);
  await page.waitForLoadState('networkidle'); // the scripts, which keep what is typed, have come
  await askForRefund(page, 'Paid from the wrong account.');
  const key = page.locator('input[name=idempotencyKey]').first();
  const confirmed = await page.locator('[role=alertdialog] input[name=idempotencyKey]').inputValue();
  await page.reload();
  await expect.poll(() => key.inputValue()).toBe(confirmed);
  expect(await page.getByLabel('Reason for the refund').inputValue()).toBe('Paid from the wrong account.');
});
