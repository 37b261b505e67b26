// Trust balances of the firm's own system, as people meet them (ADR 53): why a refund is refused, what differs, and how old
// one may be.
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { createApiKey } from '@makewhole/db/api-keys/create-api-key';
import { connect } from '@makewhole/db/connect';
import { createPrincipal } from '@makewhole/db/users/create-principal';
import type { FirmId } from '@makewhole/domain/ids';
import { openAs, passwordOf } from './browser.ts';
import { startPortalWorld, type PortalWorld } from './portal-world.ts';
import { lookUp } from './refund-steps.ts';

const DAY_MS = 86_400_000;

let world: PortalWorld;
let lawyer: Page;
let key: string;
/** The matter of a payment that went to trust. */
let matter: string;

beforeAll(async () => {
  world = await startPortalWorld();
  return () => world.stop();
});

beforeAll(async () => {
  lawyer = await openAs(world, 'lawyer');
  const payment = await ask(`/v1/payments/${world.dev.transactions.cardTrust}`, world.dev.apiKey);
  matter = (payment as { matter: { number: string } }).matter.number;
  key = await makeImportKey();
});

test('a balance that is too old is why trust money is not refunded, with what to do', async () => {
  await say(1_00, 4);
  await lookUp(lawyer, world.dev.transactions.cardTrust);
  await lawyer.getByText('too old to refund trust money by').waitFor();
  expect(await lawyer.getByRole('main').textContent()).toContain("Bring in the matter's current balance");
  expect(await lawyer.getByRole('button', { name: 'Refund Payment' }).count()).toBe(0);
});

test('a smaller balance is named where the refund is refused, and is a task that leads to what differs', async () => {
  await say(1_00, 0);
  await lookUp(lawyer, world.dev.transactions.cardTrust);
  await lawyer.getByText('Your own system said that the matter had $1.00 there').waitFor();
  await lawyer.goto('/work');
  await lawyer.getByRole('link', { name: 'Explain a difference in a trust balance' }).click();
  await lawyer.waitForURL('**/reconciliation/balances');
  await lawyer.getByRole('row', { name: new RegExp(matter) }).waitFor();
  await say((await read()).ledgerBalance, 0);
  await lawyer.reload();
  await lawyer.getByText('No trust balance differs').waitFor();
  await lookUp(lawyer, world.dev.transactions.cardTrust);
  await lawyer.getByRole('button', { name: 'Refund Payment' }).waitFor();
});

test('an owner says how old one may be', async () => {
  const owner = await openAs(world, 'owner');
  await owner.goto('/settings');
  const card = owner.getByRole('region', { name: 'Trust money' });
  const days = card.getByLabel('Days that an imported trust balance may be old');
  expect(await days.inputValue()).toBe('3');
  await days.fill('0');
  await card.getByLabel('Your password, or a code').fill(passwordOf(world.dev, 'owner'));
  await card.getByRole('button', { name: 'Save' }).click();
  await card.getByText('1 to 31 days for imported trust balances').waitFor();
  await days.fill('2');
  await card.getByLabel('Your password, or a code').fill(passwordOf(world.dev, 'owner'));
  await card.getByRole('button', { name: 'Save' }).click();
  await owner.getByText('Saved.').waitFor();
  expect(await days.inputValue()).toBe('2');
});

async function makeImportKey(): Promise<string> {
  const { db, sql, close } = connect(world.dev.databaseUrl);
  const [firm] = await sql<{ id: FirmId }[]>`
    SELECT firm_id AS id FROM payments WHERE transaction_id = ${world.dev.transactions.cardTrust}`;
  if (firm === undefined) throw new Error('The stack has no demo firm');
  const firmId = firm.id;
  const principalId = await createPrincipal(db, { firmId, kind: 'api_client', name: 'Practice management' });
  const made = await createApiKey(db, { firmId, principalId, scopes: ['import'] });
  await close();
  return made.key;
}

async function say(balance: number, daysAgo: number): Promise<void> {
  const asOf = new Date(Date.now() - daysAgo * DAY_MS).toISOString();
  await ask(`/v1/trust-balances/matter-${matter}`, key, { balance, asOf });
}

async function read(): Promise<{ ledgerBalance: number }> {
  return (await ask(`/v1/trust-balances/matter-${matter}`, key)) as { ledgerBalance: number };
}

async function ask(path: string, withKey: string, body?: object): Promise<unknown> {
  const answer = await fetch(`${world.dev.api}${path}`, {
    method: body === undefined ? 'GET' : 'PUT',
    headers: { authorization: `Bearer ${withKey}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}
