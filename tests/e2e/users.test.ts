// A person's whole way in (R11): invited by an owner, by the link in their mail, with an authenticator app, and back again.
import { TOTP, Secret } from 'otpauth';
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { until } from '../support/until.ts';
import { WIDE, openAs, passwordOf } from './browser.ts';
import { startPortalWorld, type PortalWorld } from './portal-world.ts';

const EMAIL = 'ines.ortega@pruitt-hargrove.example';
const PASSWORD = 'four words nobody knows';

let world: PortalWorld;
let page: Page;
let secret: string;

beforeAll(async () => {
  world = await startPortalWorld();
  return () => world.stop();
});

test('an owner invites somebody, who sets a password by the link in their mail', async () => {
  const owner = await openAs(world, 'owner');
  await owner.goto('/settings/users');
  await owner.getByLabel('Name', { exact: true }).fill('Ines Ortega');
  await owner.getByLabel('Email address').fill(EMAIL);
  const inviting = owner.getByRole('region', { name: 'Invite a person' });
  await inviting.getByLabel('Your password, or a code').fill(passwordOf(world.dev, 'owner'));
  await owner.getByRole('button', { name: 'Send the invitation' }).click();
  await owner.getByText('The invitation is on its way').waitFor();
  await owner.context().close();

  page = await (await world.browser.newContext({ baseURL: world.dev.portal, viewport: WIDE })).newPage();
  await page.goto(await linkInMail());
  await page.getByLabel('New password', { exact: true }).fill(PASSWORD);
  await page.getByLabel('New password again').fill(PASSWORD);
  await page.getByRole('button', { name: 'Set the password' }).click();
  await page.getByText('Your password is set').waitFor();
  await signIn();
  await page.getByRole('heading', { name: 'Home', level: 1 }).waitFor();
});

test('sets an authenticator app up, and is asked for its code from then on', async () => {
  await page.goto('/settings/security/second-factor');
  await page.getByLabel('Your password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByText('Keep these recovery codes').waitFor();
  expect(await page.locator('ul.font-mono li').count()).toBe(10);
  secret = ((await page.locator('p.font-mono').textContent()) ?? '').replaceAll(/\s|Copied secret/g, '');
  await page.getByLabel('Code', { exact: true }).fill(code(0));
  await page.getByRole('button', { name: 'Turn the second factor on' }).click();
  await page.getByText('The second factor is on').waitFor();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByText('You are signed out').waitFor();
  await signIn();
  await page.getByLabel('Code', { exact: true }).fill(code(1));
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Home', level: 1 }).waitFor();
});

async function signIn(): Promise<void> {
  await page.getByLabel('Email address').fill(EMAIL);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** @param ahead how many half minutes from now: the code of this one was taken already */
function code(ahead: number): string {
  const totp = new TOTP({ secret: Secret.fromBase32(secret) });
  return totp.generate({ timestamp: Date.now() + ahead * totp.period * 1_000 });
}

async function linkInMail(): Promise<string> {
  const link = await until(
    async () => {
      const sent = await (await fetch(`${world.dev.mail}/messages`)).text();
      return /\/invitation\?token=[\w-]+/.exec(sent)?.[0] ?? null;
    },
    (found) => found !== null,
    () => 'no invitation came',
  );
  return link ?? '';
}
