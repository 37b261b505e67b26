// From a pasted ID to an accepted refund: by mouse, by keyboard, and where the focus is after every act (WCAG 2.4.3, 4.1.3).
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { openAs } from './browser.ts';
import { startPortalWorld, type PortalWorld } from './portal-world.ts';
import { seeStatus, shownRefund } from './refund-steps.ts';

let world: PortalWorld;
let page: Page;

beforeAll(async () => {
  world = await startPortalWorld();
  return () => world.stop();
});

beforeAll(async () => {
  page = await openAs(world, 'admin', { permissions: ['clipboard-read', 'clipboard-write'] });
});

const focused = () =>
  page.evaluate<string>('document.activeElement?.name || document.activeElement?.textContent');

/** The box is empty and has the focus, and the ID is on the clipboard. */
async function openBox(transactionId: string): Promise<void> {
  await page.goto('/refund');
  await page.waitForLoadState('networkidle');
  await page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(transactionId)})`);
  await page.getByRole('textbox', { name: 'Transaction ID' }).focus();
}

test('by keyboard it takes six presses: paste, Enter, the reason, Ctrl-Enter, Tab, Enter', async () => {
  await openBox(world.dev.transactions.cardOperating);
  let presses = 0;
  const press = async (key: string) => {
    presses += 1;
    await page.keyboard.press(key);
  };
  await press('ControlOrMeta+v');
  await press('Enter');
  // The look-up's result is announced, and the next key belongs to the reason.
  await page
    .getByRole('status')
    .getByText(/^\$[\d,.]+ from .+, can be refunded$/)
    .waitFor({ state: 'attached' });
  await expect.poll(focused).toBe('reason');
  await page.keyboard.type('Paid twice by mistake.');
  presses += 1; // however long it is
  await press('ControlOrMeta+Enter');
  await page.getByRole('alertdialog').waitFor();
  // A change of mind gives the focus back to where it was.
  await page.keyboard.press('Escape');
  await page.getByRole('alertdialog').waitFor({ state: 'detached' });
  await expect.poll(focused).toBe('reason');
  await page.keyboard.press('ControlOrMeta+Enter');
  await page.getByRole('alertdialog').waitFor();
  // The question has the focus, not its button: a key pressed once too often sends nothing.
  await expect.poll(focused).toMatch(/^Refund this payment/);
  await press('Tab');
  await expect.poll(focused).toMatch(/^Refund \$/);
  await press('Enter');
  await shownRefund(page);
  expect(presses).toBeLessThanOrEqual(6);
  await expect.poll(focused).toMatch(/^Refund of/);
});

test('after a decision the focus is on its result', async () => {
  await seeStatus(page, 'Processing');
  await page.getByRole('button', { name: 'Record the decision' }).click();
  // Nothing was chosen: it is said at the choice, which has the focus.
  await page.getByText('Choose what should happen to the invoice.').waitFor();
  await expect.poll(focused).toBe('decision');
  expect(await page.title()).toContain('Error:');
  await page.getByLabel('Still due').check();
  await page.getByRole('button', { name: 'Record the decision' }).click();
  await page.getByText('Done: Decide the invoice.').waitFor();
  await expect.poll(focused).toContain('Done:');
});

test('by mouse it takes four: look up, type, the button, the confirmation', async () => {
  await openBox(world.dev.transactions.achOperating);
  await page.keyboard.press('ControlOrMeta+v');
  let acts = 0;
  const click = async (name: string | RegExp) => {
    acts += 1;
    await page.getByRole('button', { name }).click();
  };
  await click('Look up');
  await expect.poll(focused).toBe('reason');
  acts += 1;
  await page.keyboard.type('Paid from the wrong account.');
  await click('Refund Payment');
  await page.getByRole('alertdialog').waitFor();
  await click(/^Refund \$/);
  await shownRefund(page);
  expect(acts).toBe(4);
});
