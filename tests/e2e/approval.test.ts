// Two pairs of eyes (B8), as people meet them: an owner sets the rule, who asks waits, another one approves.
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { NARROW, openAs, passwordOf } from './browser.ts';
import { startPortalWorld, type PortalWorld } from './portal-world.ts';
import { askForRefund, confirmRefund, lookUp, seeStatus } from './refund-steps.ts';

let world: PortalWorld;
let lawyer: Page;
let refundId: string;

beforeAll(async () => {
  world = await startPortalWorld();
  return () => world.stop();
});

test('an owner sets which refunds need a second person; a slip is explained, and what was typed stays', async () => {
  const owner = await openAs(world, 'owner');
  await owner.getByRole('link', { name: 'Settings' }).click();
  const rule = owner.getByRole('region', { name: 'Two pairs of eyes' });
  await rule.getByRole('radio', { name: 'Large refunds' }).check();
  await rule.getByLabel('Amount, for large refunds').fill('a lot');
  await rule.getByRole('button', { name: 'Save' }).click();
  await owner.getByRole('alert').getByText('dollars and cents').waitFor();
  expect(await rule.getByLabel('Amount, for large refunds').inputValue()).toBe('a lot');
  await rule.getByLabel('Amount, for large refunds').fill('1.00');
  await rule.getByLabel('Your password, or a code').fill('not the password');
  await rule.getByRole('button', { name: 'Save' }).click();
  await owner.getByText('password or code is incorrect').waitFor();
  await rule.getByLabel('Your password, or a code').fill(passwordOf(world.dev, 'owner'));
  await rule.getByRole('button', { name: 'Save' }).click();
  await owner.getByText('Saved.').waitFor();
  expect(await rule.getByRole('radio', { name: 'Large refunds' }).isChecked()).toBe(true);
  await rule.getByRole('radio', { name: 'Never' }).check();
  await rule.getByRole('button', { name: 'Save' }).click();
  await owner.getByText('Decided, and not yet in force').waitFor();
  expect(await rule.getByRole('radio', { name: 'Large refunds' }).isChecked()).toBe(true);
  await owner.getByRole('button', { name: 'Withdraw it' }).click();
  await owner.getByText('Decided, and not yet in force').waitFor({ state: 'detached' });
  // An owner has the most places to go to: they fit on the narrowest screen, too.
  await owner.setViewportSize(NARROW);
  expect(
    await owner.evaluate('document.documentElement.scrollWidth - window.innerWidth'),
  ).toBeLessThanOrEqual(0);
  await owner.context().close();
});

test('whoever asks is told before, and cannot approve it themselves', async () => {
  lawyer = await openAs(world, 'lawyer');
  await lookUp(lawyer, world.dev.transactions.cardOperating);
  await lawyer.getByText('Another person must approve it first').waitFor();
  await askForRefund(lawyer, 'Paid twice by mistake.');
  refundId = await confirmRefund(lawyer);
  await seeStatus(lawyer, 'Awaiting approval');
  await lawyer.getByText('another person must approve it').waitFor();
  expect(await lawyer.getByRole('button', { name: 'Approve the refund' }).count()).toBe(0);
});

test('another one finds it in their work, must say why to decline it, and approves it', async () => {
  const owner = await openAs(world, 'owner');
  await owner.goto('/work?kind=approval');
  await owner.locator(`a[href*="${refundId}"]`).first().click();
  await owner.getByRole('button', { name: 'Decline it' }).click();
  await owner.getByRole('alert').getByText('Say why you decline it').waitFor();
  await owner.getByRole('button', { name: 'Approve the refund' }).click();
  await seeStatus(owner, 'Processing');
  await seeStatus(lawyer, 'Processing');
  await owner.context().close();
});
