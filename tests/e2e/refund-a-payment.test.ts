// The portal as an admin uses it: from the payment history to money that has arrived (R1-R4, R7-R12, B1, B3).
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { createMakewholeClient } from '@makewhole/client/create-client';
import { until } from '../support/until.ts';
import { openAs, signIn } from './browser.ts';
import { startPortalWorld, type PortalWorld } from './portal-world.ts';
import { askForRefund, confirmRefund, lookUp, seeStatus, shownRefund } from './refund-steps.ts';
import { emailsAbout, fail, refundsAtProcessor, settle } from './surroundings.ts';

let world: PortalWorld;
let page: Page;

beforeAll(async () => {
  world = await startPortalWorld();
  return () => world.stop();
});

beforeAll(async () => {
  page = await openAs(world, 'admin', { permissions: ['clipboard-read', 'clipboard-write'] });
});

test('an admin finds a payment, copies its ID, refunds it, and sees the money arrive', async () => {
  const { cardOperating } = world.dev.transactions;
  await page.goto('/payments');
  const search = page.getByRole('searchbox', { name: 'Search payments' });
  // The key is listened for once the page's scripts have come.
  await until(
    () => page.keyboard.press('/').then(() => search.evaluate('document.activeElement?.name')),
    (focused) => focused === 'q',
    (focused) => `"/" leads to ${String(focused)}`,
  );
  await page.keyboard.type(cardOperating.slice(4, 12));
  await page.keyboard.press('Enter');
  await page.waitForURL('**/payments?*q=*');
  const row = page.getByRole('row', { name: cardOperating });
  await row.getByRole('button', { name: 'Copy transaction ID' }).click();
  await row.getByText('Copied', { exact: true }).waitFor();

  await page.getByRole('link', { name: 'Refund a payment' }).click();
  await page.waitForURL('**/refund');
  await page.keyboard.press('ControlOrMeta+v');
  await page.keyboard.press('Enter');
  await page.getByText('See payment items').click();
  await page.getByRole('table', { name: 'What was paid' }).waitFor();
  const api = createMakewholeClient({ baseUrl: world.dev.api, apiKey: world.dev.apiKey });
  const path = { transactionId: cardOperating };
  const { data: payment } = await api.GET('/v1/payments/{transactionId}', { params: { path } });

  await askForRefund(page, 'Paid twice by mistake.');
  const question = await page.getByRole('alertdialog').textContent();
  for (const part of ['the full payment', payment?.payer.name, payment?.last4])
    expect(question).toContain(part);
  const id = await confirmRefund(page);
  await seeStatus(page, 'Processing');
  const { data: refund } = await api.GET('/v1/refunds/{id}', { params: { path: { id } } });
  for (const date of [refund?.expected.earliest, refund?.expected.latest]) {
    await page.locator(`time[datetime="${date}"]`).first().waitFor();
  }

  await settle(world.dev, cardOperating);
  await seeStatus(page, 'Succeeded');
  await page.getByText('Live', { exact: true }).waitFor();
  await page.getByLabel('Still due').check();
  await page.getByRole('button', { name: 'Record the decision' }).click();
  await page.getByText('nothing is left to do.').waitFor();

  const emails = await emailsAbout(world.dev, cardOperating);
  expect(emails.length).toBeGreaterThan(0);
  for (const email of emails) expect(email.text).toContain('Paid twice by mistake.');
  await page.getByRole('link', { name: cardOperating }).click();
  await page.getByRole('link', { name: 'Go to its refund' }).click();
  expect(await shownRefund(page)).toBe(id);
});

test.each([
  ['a part of an ID', (id: string) => id.slice(0, -1)],
  ['an ID in other case', (id: string) => id.toUpperCase()],
  ['an ID with one character more', (id: string) => `${id}x`],
])('%s is not found, and the page says that it must be exact', async (_, change) => {
  await lookUp(page, change(world.dev.transactions.cardTrust));
  const box = page.getByLabel('Transaction ID');
  await page.getByText('It must be exact').waitFor();
  expect(await box.getAttribute('aria-invalid')).toBe('true');
  expect(await page.getByRole('button', { name: 'Refund Payment' }).count()).toBe(0);
});

test('white space around a pasted ID is removed, and the page says so', async () => {
  const { cardTrust } = world.dev.transactions;
  await page.goto('/refund');
  await page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(` \t${cardTrust}\n`)})`);
  await page.getByLabel('Transaction ID').focus();
  await page.keyboard.press('ControlOrMeta+v');
  await page.getByText('White space around the ID was removed.').waitFor();
  expect(await page.getByLabel('Transaction ID').inputValue()).toBe(cardTrust);
});

test.each([
  ['disputed', 'The client disputes this payment'],
  ['freshAch', /cannot be refunded before \w{3}, \w{3} \d+, \d{4}/],
  ['authorization', 'void it instead'],
] as const)(
  'a payment that is %s is refused with the reason, before anything is typed',
  async (kind, said) => {
    await lookUp(page, world.dev.transactions[kind]);
    await page.getByText(said).first().waitFor();
    expect(await page.getByLabel('Reason for the refund').count()).toBe(0);
  },
);

test('a refund needs a reason, and the page says who will read it', async () => {
  await lookUp(page, world.dev.transactions.achOperating);
  await page.getByRole('button', { name: 'Refund Payment' }).click();
  await page.getByText('Give a reason. The users on the matter will read it.').waitFor();
  expect(await page.getByRole('alertdialog').count()).toBe(0);
});

test('a reason typed about one payment is not there for the next, and is kept for its own', async () => {
  const { achOperating, cardTrust } = world.dev.transactions;
  const reason = page.getByLabel('Reason for the refund');
  await lookUp(page, achOperating);
  await page.waitForLoadState('networkidle'); // the scripts, which keep what is typed, have come
  await reason.fill('About the first one.');
  await page.getByRole('textbox', { name: 'Transaction ID' }).fill(cardTrust);
  await page.keyboard.press('Enter');
  await page.getByText('went to trust').waitFor();
  expect(await reason.inputValue()).toBe('');
  await page.goBack();
  await page.getByText('went to trust').waitFor({ state: 'detached' });
  expect(await reason.inputValue()).toBe('About the first one.');
});

test('pressing the button twice makes one refund, and asking again from another window leads to it', async () => {
  const { achOperating } = world.dev.transactions;
  const other = await page.context().newPage();
  await lookUp(other, achOperating);
  await lookUp(page, achOperating);
  await askForRefund(page, 'Paid from the wrong account.');
  await page.getByRole('button', { name: /^Refund \$/ }).dblclick();
  const id = await shownRefund(page);
  await seeStatus(page, 'Processing');

  await askForRefund(other, 'Asked once more, from a window that was still open.');
  expect(await confirmRefund(other)).toBe(id);
  await other.getByText('Nothing new was asked for.').waitFor();
  expect(await refundsAtProcessor(world.dev, achOperating)).toHaveLength(1);
  await lookUp(other, achOperating);
  await other.getByText('This payment already has a refund').waitFor();
  await other.close();
});

test('a form whose first request was noted, and whose refund then failed, can be confirmed anew', async () => {
  const { cardTrust } = world.dev.transactions;
  const key = page.locator('input[name=idempotencyKey]').first();
  await lookUp(page, cardTrust);
  const used = await key.inputValue();
  await askForRefund(page, 'Paid to trust by mistake.');
  const first = await confirmRefund(page);
  await seeStatus(page, 'Processing');
  await fail(world.dev, cardTrust);
  await seeStatus(page, 'Failed');
  // The client is still to be paid: that is somebody's task, and the way is another refund.
  await page.getByText('One thing is left to do').waitFor();
  await page.getByRole('link', { name: 'Refund it again' }).first().waitFor();

  // As a window has it that never got the answer to its first request.
  await lookUp(page, cardTrust);
  await page.waitForLoadState('networkidle');
  await key.evaluate((input: { value: string }, value) => (input.value = value), used);
  await askForRefund(page, 'The same, in other words.');
  await page.getByRole('button', { name: /^Refund \$/ }).click();
  await page.getByText('An earlier request from this form was recorded').waitFor();
  await page.getByRole('button', { name: 'Refund Payment' }).click();
  await page.getByRole('alertdialog').waitFor();
  expect(await confirmRefund(page)).not.toBe(first);
});

test('a session that ends says so, and loses no typed word', async () => {
  await lookUp(page, world.dev.transactions.split);
  await page.getByLabel('Reason for the refund').fill('A long reason, typed with care.');
  await page.getByLabel('Internal note').fill('Between us.');
  await page.getByRole('button', { name: 'Refund Payment' }).click();
  await page.getByRole('alertdialog').waitFor();
  const cookies = await page.context().cookies();
  await page.context().addCookies(cookies.map((cookie) => ({ ...cookie, value: 'ended' })));
  await page.getByRole('button', { name: /^Refund \$/ }).click();
  await page.getByText('Your session has ended').waitFor();

  await signIn(page, world.dev, 'admin');
  await page.waitForURL('**/refund?id=*');
  expect(await page.getByLabel('Reason for the refund').inputValue()).toBe('A long reason, typed with care.');
  expect(await page.getByLabel('Internal note').inputValue()).toBe('Between us.');
});

test('what the page was shown must still be true when it is confirmed', async () => {
  await lookUp(page, world.dev.transactions.split);
  const shown = page.locator('input[name=previewHash]').first();
  await shown.evaluate((input: { value: string }) => (input.value = 'of another day'));
  await askForRefund(page, 'Confirmed on an old preview.');
  await page.getByRole('button', { name: /^Refund \$/ }).click();
  await page.getByText('Something has changed since you looked').waitFor();
  expect(await page.getByLabel('Reason for the refund').inputValue()).toBe('Confirmed on an old preview.');
  expect(await refundsAtProcessor(world.dev, world.dev.transactions.split)).toHaveLength(0);
});
