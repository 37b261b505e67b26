// A second approval (B8), as people meet them: an owner sets the rule, who asks waits, another one approves.
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
  const rule = owner.getByRole('region', { name: 'Second approval' });
  await rule.getByRole('radio', { name: 'Large refunds' }).check();
  await rule.getByLabel('Large refund amount').fill('a lot');
  await rule.getByRole('button', { name: 'Save' }).click();
  await owner.getByRole('alert').getByText('Enter an amount, such as 5,000.00.').waitFor();
  expect(await rule.getByLabel('Large refund amount').inputValue()).toBe('a lot');
  await rule.getByLabel('Large refund amount').fill('1.00');
  await rule.getByLabel('Password or authenticator code').fill('not the password');
  await rule.getByRole('button', { name: 'Save' }).click();
  await owner.getByText('password or code is incorrect').waitFor();
  await rule.getByLabel('Password or authenticator code').fill(passwordOf(world.dev, 'owner'));
  await rule.getByRole('button', { name: 'Save' }).click();
  await owner.getByText('Saved.').waitFor();
  expect(await rule.getByRole('radio', { name: 'Large refunds' }).isChecked()).toBe(true);
  await rule.getByRole('radio', { name: 'Never' }).check();
  await rule.getByRole('button', { name: 'Save' }).click();
  await owner.getByText('Scheduled change').waitFor();
  expect(await rule.getByRole('radio', { name: 'Large refunds' }).isChecked()).toBe(true);
  await owner.getByRole('button', { name: 'Cancel this change' }).click();
  await owner.getByText('Scheduled change').waitFor({ state: 'detached' });
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
  await lawyer.getByText('Someone else must approve it first').waitFor();
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
  await owner.getByText('Enter why you’re declining it.').waitFor();
  expect(await owner.getByLabel('Note').getAttribute('aria-invalid')).toBe('true');
  // The approver sees all that the requester saw before the button.
  const approving = owner.getByRole('region', { name: 'What approving it will do' });
  await approving.getByText('Accounting entries to come').click();
  await approving.getByText('Accounts receivable').first().waitFor();
  await approving.getByText(/^The email to/).click();
  await approving.getByText('Paid twice by mistake.').last().waitFor();
  await owner.getByRole('button', { name: 'Approve the refund' }).click();
  await seeStatus(owner, 'Processing');
  await seeStatus(lawyer, 'Processing');
  await owner.context().close();
});
