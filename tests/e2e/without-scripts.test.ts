// The main flow with JavaScript off: from the sign-in to a refund that is on its way, and its decision taken.
import { beforeAll, expect, test } from 'vitest';
import { until } from '../support/until.ts';
import { openAs } from './browser.ts';
import { startPortalWorld, type PortalWorld } from './portal-world.ts';
import { lookUp, shownRefund } from './refund-steps.ts';

let world: PortalWorld;

beforeAll(async () => {
  world = await startPortalWorld();
  return () => world.stop();
});

test('a payment is found and refunded without scripts', async () => {
  const { cardOperating } = world.dev.transactions;
  const page = await openAs(world, 'admin', { javaScriptEnabled: false });
  await page.getByRole('link', { name: 'Payments', exact: true }).click();
  await page.getByRole('searchbox').fill(cardOperating.slice(4, 12));
  await page.keyboard.press('Enter');
  await page.getByText(cardOperating).filter({ visible: true }).waitFor();
  expect(await page.getByRole('button', { name: 'Copy transaction ID' }).count()).toBe(0);

  await lookUp(page, ` ${cardOperating} `);
  await page.getByText('White space around the ID was removed.').waitFor();
  await page.getByRole('button', { name: 'Refund Payment' }).click();
  await page.getByText('Give a reason.').waitFor();
  await page.getByLabel('Reason for the refund').fill('Paid twice by mistake.');
  await page.getByRole('button', { name: 'Refund Payment' }).click();
  await page.getByRole('heading', { name: 'Refund this payment?' }).waitFor();
  await page.getByRole('button', { name: /^Refund \$/ }).click();
  const id = await shownRefund(page);

  await until(
    async () => {
      await page.getByRole('link', { name: 'Refresh' }).click();
      return page.getByRole('region', { name: 'Status' }).textContent();
    },
    (status) => status?.includes('left to do') === true,
    (status) => `the page says ${String(status)}`,
  );
  await page.getByLabel('Still due').check();
  await page.getByRole('button', { name: 'Record the decision' }).click();
  await page.getByText('Still due.', { exact: true }).waitFor();
  expect(await shownRefund(page)).toBe(id);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByText('You are signed out').waitFor();
});

test.each([false, true])('the colours can be chosen, scripts being on: %s', async (javaScriptEnabled) => {
  const page = await openAs(world, 'viewer', { javaScriptEnabled });
  await page.getByRole('button', { name: 'Change to light' }).click();
  await page.locator('html[data-theme=light]').waitFor();
  await page.getByRole('button', { name: 'Change to dark' }).click();
  await page.locator('html[data-theme=dark]').waitFor();
  await page.reload();
  await page.locator('html[data-theme=dark]').waitFor();
  await page.context().close();
});
