// The whole of a refund, walked in ways that a mouse on a wide screen hides: with the keyboard alone, on the narrowest
// screen, and with every interaction counted.
import type { Locator, Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { TRUST_STEPS } from '@makewhole/domain/obligations';
import { until } from '../support/until.ts';
import { NARROW, WIDE, openAs } from './browser.ts';
import { startPortalWorld, type PortalWorld } from './portal-world.ts';
import { confirmRefund, seeStatus, shownRefund } from './refund-steps.ts';
import { emailsAbout, refundsAtProcessor, settle } from './surroundings.ts';

/** From the pasted ID to the accepted refund: look up, reason (two), button, confirmation. */
const INTERACTIONS_MAX = 5;
/** No page has more places to stop at before the one that is looked for. */
const TABS_MAX = 150;
const CLIPBOARD = { permissions: ['clipboard-read', 'clipboard-write'] };

/** Counts what a person does: each press, each key that acts, each field that is typed into. Kept from page to page. */
const COUNT_INTERACTIONS = `
  const count = (name) => sessionStorage.setItem(name, Number(sessionStorage.getItem(name)) + 1);
  let typedInto = null;
  addEventListener('pointerdown', () => { typedInto = null; count('interactions'); count('presses'); }, true);
  addEventListener('keydown', ({ key }) => {
    if (!['Enter', 'Tab', 'Escape', 'ArrowDown'].includes(key)) return;
    typedInto = null;
    count('interactions');
  }, true);
  addEventListener('input', ({ target }) => {
    if (target !== typedInto) count('interactions');
    typedInto = target;
  }, true);
`;

let world: PortalWorld;
beforeAll(async () => {
  world = await startPortalWorld();
  return () => world.stop();
});

test('an admin refunds a payment with the keyboard alone, from the sign-in to its closing', async () => {
  const { cardOperating } = world.dev.transactions;
  const context = await world.browser.newContext({
    baseURL: world.dev.portal,
    viewport: WIDE,
    ...CLIPBOARD,
  });
  await context.addInitScript(COUNT_INTERACTIONS);
  const page = await context.newPage();
  await page.goto('/sign-in');
  const admin = world.dev.users.find(({ role }) => role === 'admin');
  await type(page, page.getByLabel('Email address'), admin?.email ?? '');
  await type(page, page.getByLabel('Password'), admin?.password ?? '');
  await page.keyboard.press('Enter');
  await press(page, page.getByRole('link', { name: 'Payments', exact: true }));
  await page.waitForURL('**/payments');

  const search = page.getByRole('searchbox', { name: 'Search payments' });
  await until(
    () => page.keyboard.press('/').then(() => hasFocus(search)),
    (focused) => focused,
    () => '"/" does not lead to the search',
  );
  await page.keyboard.type(cardOperating.slice(4, 12));
  await page.keyboard.press('Enter');
  await page.waitForURL('**/payments?*q=*');
  const row = page.getByRole('row', { name: cardOperating });
  await press(page, row.getByRole('button', { name: 'Copy transaction ID' }));
  await row.getByText('Copied', { exact: true }).waitFor();
  await press(page, page.getByRole('link', { name: 'Refund a payment' }));
  await page.waitForURL('**/refund');
  await reach(page, page.getByRole('textbox', { name: 'Transaction ID' }));
  await page.keyboard.press('ControlOrMeta+v');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/refund?id=*');
  await press(page, page.locator('summary', { hasText: 'See payment items' }));
  await page.getByRole('table', { name: 'What was paid' }).waitFor();
  expect(await page.getByLabel(/amount/i).count()).toBe(0);
  await type(page, page.getByLabel('Reason for the refund'), 'Paid twice by mistake.');
  await press(page, page.getByRole('button', { name: 'Refund Payment' }));
  await page.getByRole('alertdialog').waitFor();
  await press(page, page.getByRole('button', { name: /^Refund \$/ }));
  await shownRefund(page);
  await seeStatus(page, 'Processing');

  await settle(world.dev, cardOperating);
  await seeStatus(page, 'Succeeded');
  const stillDue = page.getByLabel('Still due');
  await reach(page, page.getByRole('radio'));
  await page.keyboard.press('Space');
  expect(await stillDue.isChecked()).toBe(true);
  await press(page, page.getByRole('button', { name: 'Record the decision' }));
  await page.getByText('nothing is left to do.').waitFor();
  expect(await page.evaluate("sessionStorage.getItem('presses')")).toBeNull();
  const emails = await emailsAbout(world.dev, cardOperating);
  for (const { text } of emails) expect(text).toContain('Paid twice by mistake.');
  expect(new Set(emails.map(({ to }) => to)).size).toBe(emails.length);
  await context.close();
});

test('a lawyer refunds a payment to trust on the narrowest screen, and takes its three steps there', async () => {
  const { cardTrust } = world.dev.transactions;
  const page = await openAs(world, 'lawyer', { viewport: NARROW, hasTouch: true, ...CLIPBOARD });
  await page.getByRole('link', { name: 'Refund a payment' }).first().tap();
  await page.waitForURL('**/refund');
  await paste(page, cardTrust);
  await page.getByRole('button', { name: 'Look up' }).tap();
  await page.getByText('went to trust').waitFor();
  await page.getByText('See payment items').tap();
  await page.getByRole('table', { name: 'What was paid' }).waitFor();
  await page.getByLabel('Reason for the refund').tap();
  await page.keyboard.type('The advance deposit was paid twice.');
  await page.getByRole('button', { name: 'Refund Payment' }).tap();
  await fits(page);
  await confirmRefund(page);
  await seeStatus(page, 'Processing');
  await settle(world.dev, cardTrust);
  await seeStatus(page, 'Succeeded');
  for (const step of TRUST_STEPS) {
    const task = page
      .getByRole('listitem')
      .filter({ has: page.getByRole('button', { name: 'Record this step' }) });
    const due = await task.getByText(/^Exactly \$/).textContent();
    await task.getByLabel('Amount', { exact: true }).fill(String(due).replace('Exactly ', ''));
    await task.getByLabel(/reference/).fill(`REF ${step}`);
    await task.getByRole('button', { name: 'Record this step' }).tap();
    await page.getByText(`reference REF ${step}.`).waitFor();
    await fits(page);
  }
  await page.getByText('nothing is left to do.').waitFor();
  await page.context().close();
});

test.each([
  ['admin', 'achOperating'],
  ['lawyer', 'split'],
] as const)(
  'the %s who has pasted an ID is at most five interactions away from the accepted refund',
  async (role, kind) => {
    const transactionId = world.dev.transactions[kind];
    const page = await openAs(world, role, CLIPBOARD);
    await page.context().addInitScript(COUNT_INTERACTIONS);
    await page.goto('/refund');
    await paste(page, transactionId);
    await page.evaluate("sessionStorage.setItem('interactions', 0)");
    await page.keyboard.press('Enter');
    await page.getByLabel('Reason for the refund').click();
    await page.keyboard.type('Paid twice by mistake.');
    await page.getByRole('button', { name: 'Refund Payment' }).click();
    await confirmRefund(page);
    expect(Number(await page.evaluate("sessionStorage.getItem('interactions')"))).toBeLessThanOrEqual(
      INTERACTIONS_MAX,
    );
    await seeStatus(page, 'Processing');
    expect(await refundsAtProcessor(world.dev, transactionId)).toHaveLength(1);
    await page.context().close();
  },
);

/** Tabs on until the focus is there. @throws Error where the keyboard does not lead to it */
async function reach(page: Page, target: Locator): Promise<void> {
  await target.first().waitFor();
  for (let tabs = 0; tabs < TABS_MAX; tabs += 1) {
    if (await hasFocus(target)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`${TABS_MAX} times Tab do not lead to ${String(target)}`);
}

async function hasFocus(target: Locator): Promise<boolean> {
  return (await target.and(target.page().locator(':focus')).count()) > 0;
}

async function press(page: Page, target: Locator): Promise<void> {
  await reach(page, target);
  await page.keyboard.press('Enter');
}

async function type(page: Page, target: Locator, text: string): Promise<void> {
  await reach(page, target);
  await page.keyboard.type(text);
}

/** What a person has in the clipboard already goes into the box. */
async function paste(page: Page, transactionId: string): Promise<void> {
  const box = page.getByRole('textbox', { name: 'Transaction ID' });
  await box.waitFor();
  await page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(transactionId)})`);
  await box.focus();
  await page.keyboard.press('ControlOrMeta+v');
  expect(await box.inputValue()).toBe(transactionId);
}

async function fits(page: Page): Promise<void> {
  const sticksOut = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
  expect(sticksOut).toBeLessThanOrEqual(0);
}
