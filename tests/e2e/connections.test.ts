// A firm's connections to payment companies: an owner connects one, a lawyer confirms it, and no secret is seen again.
import { randomBytes } from 'node:crypto';
import type { Locator, Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { connect } from '@makewhole/db/connect';
import { findAnyConnection } from '@makewhole/db/connections/find-connection';
import { recordConnectionHealth } from '@makewhole/db/obligations/connection-health';
import { keepPayout } from '@makewhole/db/payouts/keep-payout';
import { asId, type ConnectionId } from '@makewhole/domain/ids';
import { money } from '@makewhole/domain/money';
import { today } from '../support/today.ts';
import { openAs, passwordOf } from './browser.ts';
import { startPortalWorld, type PortalWorld } from './portal-world.ts';

const LABEL = 'Second account';

let world: PortalWorld;
let owner: Page;

beforeAll(async () => {
  world = await startPortalWorld({
    CREDENTIAL_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    MAKEWHOLE_ALLOW_PROCESSOR_URL: '1',
  });
  return () => world.stop();
});

/** Refunds of this firm need a second person, and so does what lets a connection move money. */
beforeAll(async () => {
  owner = await openAs(world, 'owner');
  await owner.goto('/settings');
  const rule = owner.getByRole('region', { name: 'Two pairs of eyes' });
  await rule.getByRole('radio', { name: 'Always' }).check();
  await prove(rule, 'owner');
  await rule.getByRole('button', { name: 'Save' }).click();
  await owner.getByText('Saved.').waitFor();
});

const cardOf = (page: Page) => page.getByRole('region', { name: LABEL, exact: true });

/** Types the password where the page asks for it: once in five minutes. */
async function prove(part: Locator, role: 'owner' | 'lawyer'): Promise<void> {
  const proof = part.getByLabel('Your password, or a code').filter({ visible: true });
  if ((await proof.count()) > 0) await proof.first().fill(passwordOf(world.dev, role));
}

test('a key that Stripe cannot have made is refused at its field, and what else was typed stays', async () => {
  await owner.getByRole('link', { name: 'Settings' }).click();
  await owner.getByRole('link', { name: 'Connections' }).click();
  await owner.locator('summary', { hasText: 'Connect Stripe' }).click();
  const connecting = owner.getByRole('region', { name: 'Connect Stripe' });
  await connecting.getByLabel('Name').fill('Operating at Stripe');
  await connecting.getByLabel('Restricted key').fill('pk_test_notARealKey0');
  await connecting.getByRole('button', { name: 'Connect Stripe' }).click();
  await connecting.getByText('it begins with rk_').waitFor();
  await connecting.getByText('Say which account refunds of ACH payments leave.').waitFor();
  expect(await connecting.getByLabel('Name').inputValue()).toBe('Operating at Stripe');
});

test('an owner connects an account, after the company has said what was wrong with the key', async () => {
  await owner.goto('/settings/connections');
  await owner.locator('summary', { hasText: /^\s*Connect Sandbox\s*$/ }).click();
  const connecting = owner.getByRole('region', { name: 'Connect Sandbox', exact: true });
  const under = (legend: RegExp) => connecting.getByRole('group', { name: legend });
  await connecting.getByLabel('Name').fill(LABEL);
  await connecting.getByLabel('Live').check();
  await connecting.getByLabel('Account', { exact: true }).fill('acct_second');
  await connecting.getByLabel('Its address').fill(world.dev.sandbox);
  await under(/refunds of card payments leave/)
    .getByLabel(/^\s*Operating/)
    .check();
  await under(/refunds of ACH payments leave/)
    .getByLabel('The account of the payment')
    .check();
  await connecting.getByLabel('API key').fill('not the key');
  await prove(connecting, 'owner');
  await connecting.getByRole('button', { name: 'Connect Sandbox' }).click();
  await connecting.getByText('does not accept the API key').waitFor();
  await connecting.getByLabel('API key').fill(world.stack.processorApiKey);
  await connecting.getByRole('button', { name: 'Connect Sandbox' }).click();
  const card = cardOf(owner);
  await card.getByText('Saved.').waitFor();
  await card.getByText('Waits for a second person').waitFor();
  await card.getByText(world.stack.processorApiKey.slice(-4)).first().waitFor();
  await card.getByText('/v1/processor/webhooks/pc_').waitFor();
  for (const field of await owner.locator('input[name=apiKey]').all()) {
    expect(await field.inputValue()).toBe('');
  }
  expect(await owner.content()).not.toContain(world.stack.processorApiKey);
});

test('whoever entered the key cannot confirm it; a lawyer does, without scripts, and changes nothing else', async () => {
  await prove(cardOf(owner), 'owner');
  await cardOf(owner).getByRole('button', { name: 'Confirm' }).click();
  await cardOf(owner).getByText('Ask another owner or a lawyer').waitFor();
  const lawyer = await openAs(world, 'lawyer', { javaScriptEnabled: false });
  await lawyer.goto('/settings/connections');
  await lawyer.getByText('Only an owner can connect a company').waitFor();
  expect(await lawyer.getByText(/^(Change|Disable|Replace the credentials|Connect )/).count()).toBe(0);
  await prove(cardOf(lawyer), 'lawyer');
  await cardOf(lawyer).getByRole('button', { name: 'Confirm' }).click();
  await cardOf(lawyer).getByText('Working').waitFor();
  await lawyer.context().close();
});

test('without scripts an owner changes it, replaces its key, disables and enables it', async () => {
  const page = await openAs(world, 'owner', { javaScriptEnabled: false });
  await page.goto('/settings/connections');
  const card = cardOf(page);
  await card.locator('summary', { hasText: 'Change' }).click();
  await card
    .getByRole('group', { name: /How do payments arrive/ })
    .getByLabel('Net')
    .check();
  await prove(card, 'owner');
  await card.getByRole('button', { name: 'Save' }).click();
  await card.getByText('Saved.').waitFor();
  await card.locator('dd', { hasText: 'Net.' }).waitFor();

  await card.locator('summary', { hasText: 'Replace the credentials' }).click();
  await card.getByLabel('Its address').fill(world.dev.sandbox);
  await card.getByLabel('API key').fill('not the key');
  await card.getByRole('button', { name: 'Replace the credentials' }).click();
  await card.getByText('does not accept the API key').waitFor();
  expect(await page.content()).not.toContain('not the key');
  await card.getByLabel('Its address').fill(world.dev.sandbox);
  await card.getByLabel('API key').fill(world.stack.processorApiKey);
  await card.getByRole('button', { name: 'Replace the credentials' }).click();
  await card.getByText('Until then the previous credentials stay in use.').waitFor();

  await card.locator('summary', { hasText: 'Disable' }).click();
  await card.getByRole('button', { name: 'Disable it' }).click();
  await card.getByText('New refunds of its payments are refused.').waitFor();
  await card.getByRole('button', { name: 'Enable' }).click();
  await card.getByText('Working').waitFor();
  await page.context().close();
});

test('a connection that broke says what to do, and a payout that the books do not explain says by how much', async () => {
  const connectionId = asId<ConnectionId>((await cardOf(owner).getAttribute('id')) ?? '');
  const { db, close } = connect(world.dev.databaseUrl);
  const at = new Date();
  const { firmId } = (await findAnyConnection(db, connectionId)) ?? { firmId: null };
  if (firmId === null) throw new Error('The connection is not there');
  const payout = {
    ...{ id: 'po_1', account: 'operating' as const, amount: money(634_00), arrivesOn: today() },
    ...{ status: 'paid' as const, items: [], isComplete: true },
  };
  await keepPayout(db, { firmId, connectionId, payout, at });
  await recordConnectionHealth(db, connectionId, 'broken', at);
  await close();

  await owner.goto('/settings/connections');
  await cardOf(owner).getByText('Sandbox no longer accepts the credentials').waitFor();
  await cardOf(owner).getByText('once a second person has confirmed the new ones').waitFor();
  await owner.goto('/reconciliation/payouts');
  const row = owner.getByRole('row').filter({ hasText: 'po_1' });
  await row.getByText('Not explained').waitFor();
  await row.getByText('$634.00 differs from the books.').waitFor();
  expect(await row.textContent()).toContain(LABEL);
});

test('an owner takes the payments of a connection over, sees how far it is, and pauses it', async () => {
  await owner.goto('/settings/connections');
  const part = owner.getByRole('region', { name: /^Payments taken over/ }).first();
  await part.getByRole('button', { name: 'Take over its payments' }).click();
  await part.getByText(/The past is being read|was read, and what changes/).waitFor();
  await part.getByRole('button', { name: 'Pause' }).click();
  await part.getByText('nothing is read').waitFor();
  await part.getByRole('button', { name: 'Continue' }).waitFor();
});
