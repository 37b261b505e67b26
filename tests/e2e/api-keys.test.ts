// The keys of a firm's programs: an owner makes one, a program works with it, and once it is revoked it does not.
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { openAs, passwordOf } from './browser.ts';
import { startPortalWorld, type PortalWorld } from './portal-world.ts';

const PROGRAM = 'Reporting';

let world: PortalWorld;
let owner: Page;
let key: string;

beforeAll(async () => {
  world = await startPortalWorld();
  return () => world.stop();
});

beforeAll(async () => {
  owner = await openAs(world, 'owner');
});

const rows = (page: Page) =>
  page.getByRole('region', { name: 'Keys that work' }).getByRole('listitem').filter({ hasText: PROGRAM });

/** The key that the page shows this once. */
async function shownKey(page: Page): Promise<string> {
  return (await page.getByRole('region', { name: 'The new key' }).locator('code').textContent()) ?? '';
}

async function statusWith(presented: string): Promise<number> {
  const headers = { authorization: `Bearer ${presented}` };
  const { status } = await fetch(`${world.dev.api}/v1/payments`, { headers });
  return status;
}

test('an owner makes a key; a slip is explained, and what was typed stays', async () => {
  await owner.getByRole('link', { name: 'Settings' }).click();
  await owner.getByRole('link', { name: 'API keys' }).click();
  const making = owner.getByRole('region', { name: 'A key for a new program' });
  await making.getByRole('textbox', { name: 'Program' }).fill(PROGRAM);
  await making.getByRole('button', { name: 'Make the key' }).click();
  await owner.getByText('Choose at least one').waitFor();
  expect(await making.getByRole('textbox', { name: 'Program' }).inputValue()).toBe(PROGRAM);
  await making.getByLabel('Look things up').check();
  await making.getByLabel('Your password, or a code').fill(passwordOf(world.dev, 'owner'));
  await making.getByRole('button', { name: 'Make the key' }).click();
  await owner.getByRole('region', { name: 'The new key' }).waitFor();
  key = await shownKey(owner);
  expect(await statusWith(key)).toBe(200);
  expect(await making.getByRole('textbox', { name: 'Program' }).inputValue()).toBe('');
});

test('the key is seen once, and its use is', async () => {
  await owner.getByRole('link', { name: 'I have kept it' }).click();
  await owner.getByRole('region', { name: 'The new key' }).waitFor({ state: 'detached' });
  expect(await owner.content()).not.toContain(key);
  const row = rows(owner);
  await expect
    .poll(async () => {
      await owner.reload();
      return row.textContent();
    })
    .toContain('Last used');
  expect(await row.textContent()).toContain(key.slice(0, 12));
});

test('without scripts its program gets another key, and the old one is revoked', async () => {
  const page = await openAs(world, 'owner', { javaScriptEnabled: false });
  await page.goto('/settings/api-keys');
  await rows(page).getByText('Make a new key for this program').click();
  expect(await rows(page).getByLabel('Look things up').isChecked()).toBe(true);
  await rows(page).getByLabel('Your password, or a code').fill(passwordOf(world.dev, 'owner'));
  await rows(page).getByRole('button', { name: 'Make the new key' }).click();
  await page.getByText('it is shown this once').waitFor();
  const replacement = await shownKey(page);
  expect([await statusWith(key), await statusWith(replacement)]).toEqual([200, 200]);
  const old = rows(page).filter({ hasText: key.slice(0, 12) });
  await old.getByText(/^Revoke\s*the key of/).click();
  await old.getByText('This cannot be undone').waitFor();
  await old.getByRole('button', { name: 'Revoke this key' }).click();
  await page.getByText('Revoked (1)').waitFor();
  expect([await statusWith(key), await statusWith(replacement)]).toEqual([401, 200]);
  await page.context().close();
});

test('an admin finds no keys', async () => {
  const admin = await openAs(world, 'admin');
  await admin.goto('/settings/reasons');
  await admin.getByRole('navigation', { name: 'Settings' }).waitFor();
  expect(await admin.getByRole('link', { name: 'API keys' }).count()).toBe(0);
  await admin.goto('/settings/api-keys');
  await admin.getByText('firm.manage').waitFor();
  await admin.context().close();
});
