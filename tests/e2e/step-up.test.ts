// Who somebody is, once more (R11): the firm sets from which refund on, and the question before it asks for the password.
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { openAs, passwordOf, signIn } from './browser.ts';
import { startPortalWorld, type PortalWorld } from './portal-world.ts';
import { askForRefund, lookUp, seeStatus, shownRefund } from './refund-steps.ts';

const REASON = 'Paid twice by mistake: the retainer had been wired the day before.';

let world: PortalWorld;
let lawyer: Page;

beforeAll(async () => {
  world = await startPortalWorld();
  return () => world.stop();
});

beforeAll(async () => {
  lawyer = await openAs(world, 'lawyer');
});

test.each([true, false])(
  'an owner sets the amount, and a slip is explained with what was typed, scripts being on: %s',
  async (javaScriptEnabled) => {
    const owner = await openAs(world, 'owner', { javaScriptEnabled });
    const amount = owner.getByLabel('Ask before refunds of more than');
    await owner.goto('/settings/security');
    await amount.fill('a lot');
    await owner.getByRole('button', { name: 'Set the amount' }).click();
    await owner.getByText('such as 5,000.00, or leave it empty').waitFor();
    expect(await amount.inputValue()).toBe('a lot');
    await amount.fill('1.00');
    const card = owner.getByRole('region', { name: 'Who you are, once more' });
    await card.getByLabel('Your password, or a code').fill(passwordOf(world.dev, 'owner'));
    await owner.getByRole('button', { name: 'Set the amount' }).click();
    await owner.getByText('Saved.').waitFor();
    expect(await amount.inputValue()).toBe('1.00');
    await owner.context().close();
  },
);

test('what was typed is there again after the session ended, and somebody signed in again', async () => {
  await lookUp(lawyer, world.dev.transactions.cardOperating);
  await askForRefund(lawyer, REASON);
  await endSessions();
  await lawyer.getByLabel('Your password, or a code').fill(passwordOf(world.dev, 'lawyer'));
  await lawyer.getByRole('button', { name: /^Refund \$/ }).click();
  await lawyer.waitForURL('**/sign-in?*');
  await signIn(lawyer, world.dev, 'lawyer');
  await lawyer.waitForURL('**/refund?*');
  await lawyer.getByText('What will happen').waitFor();
  await expect.poll(() => lawyer.getByLabel('Reason for the refund').inputValue()).toBe(REASON);
});

test('a wrong password leaves the question open, says so, and loses nothing', async () => {
  await lawyer.getByRole('button', { name: 'Refund Payment' }).click();
  const question = lawyer.getByRole('alertdialog');
  await question.getByLabel('Your password, or a code').fill('not the password');
  await question.getByRole('button', { name: /^Refund \$/ }).click();
  await question.getByText('password or code is incorrect').waitFor();
  await question.getByText(REASON).waitFor();
});

test('the right one lets the refund go through', async () => {
  await lawyer.getByLabel('Your password, or a code').fill(passwordOf(world.dev, 'lawyer'));
  await lawyer.getByRole('button', { name: /^Refund \$/ }).click();
  await shownRefund(lawyer);
  await seeStatus(lawyer, 'Processing');
});

test('nobody is asked again for five minutes, in the same session', async () => {
  await lookUp(lawyer, world.dev.transactions.cardTrust);
  await askForRefund(lawyer, REASON);
  expect(await lawyer.getByLabel('Your password, or a code').count()).toBe(0);
});

/** As the person does it from another browser. */
async function endSessions(): Promise<void> {
  const elsewhere = await openAs(world, 'lawyer');
  await elsewhere.goto('/settings/security');
  await elsewhere.getByRole('button', { name: 'End all but this one' }).click();
  await elsewhere.getByText('Ended.').waitFor();
  await elsewhere.context().close();
}
