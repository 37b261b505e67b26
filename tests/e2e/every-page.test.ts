// Each page, in both themes and on the narrowest screen: nothing that a screen reader trips over, nothing that sticks out.
import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import AxeBuilder from '@axe-core/playwright';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { NARROW, WIDE, openAs } from './browser.ts';
import { startPortalWorld, type PortalWorld } from './portal-world.ts';
import { askForRefund, confirmRefund, lookUp, seeStatus } from './refund-steps.ts';

let world: PortalWorld;
let refundId: string;
let session: BrowserContextOptions['storageState'];

const CLIENT_FILES = fileURLToPath(new URL('../../apps/portal/build/client', import.meta.url));

const LOOKS: Record<string, BrowserContextOptions> = {
  light: { colorScheme: 'light', viewport: WIDE },
  dark: { colorScheme: 'dark', viewport: WIDE },
  narrow: { colorScheme: 'light', viewport: NARROW },
};

/** Each page by what a person calls it: where it is, and what stands there once it is complete. */
const PAGES: Record<string, { readonly path: () => string; readonly shows: string }> = {
  'the sales': { path: () => '/payments', shows: 'Payment History' },
  'the authorizations': { path: () => '/payments?type=authorization', shows: 'Payment History' },
  'the refunds': { path: () => '/payments?type=refund', shows: 'Payment History' },
  'a search without a result': { path: () => '/payments?q=nobody', shows: 'Nothing here matches' },
  'a payment': { path: () => `/payments/${world.dev.transactions.split}`, shows: 'Payment items' },
  'the empty refund box': { path: () => '/refund', shows: 'Refund a payment' },
  'an ID that is not found': { path: () => '/refund?id=txn_nothing', shows: 'It must be exact' },
  'a payment that cannot be refunded': {
    path: () => `/refund?id=${world.dev.transactions.freshAch}`,
    shows: 'cannot be refunded',
  },
  'the refund form': {
    path: () => `/refund?id=${world.dev.transactions.cardTrust}`,
    shows: 'What will happen',
  },
  'a refund with things to do': { path: () => `/refunds/${refundId}`, shows: 'Record this step' },
  'what waits for me': { path: () => '/work', shows: 'What is to be done' },
  'work that nobody has': { path: () => '/work?kind=trust_restore', shows: 'Nothing here matches' },
  'what differs': { path: () => '/reconciliation', shows: 'See what was explained' },
  'the bank lines': { path: () => '/reconciliation/bank', shows: 'Import a statement' },
  'an authorization': {
    path: () => `/payments/${world.dev.transactions.authorization}`,
    shows: 'Void this authorization',
  },
  'the settings': { path: () => '/settings', shows: 'Two pairs of eyes' },
  'a page that is not there': {
    path: () => '/refunds/rf_nothing',
    shows: 'There is nothing at this address',
  },
};

beforeAll(async () => {
  world = await startPortalWorld();
  return () => world.stop();
});

beforeAll(async () => {
  const page = await openAs(world, 'lawyer');
  await lookUp(page, world.dev.transactions.split);
  await askForRefund(page, 'Paid twice by mistake.');
  refundId = await confirmRefund(page);
  await seeStatus(page, 'Processing');
  await page.getByText('Record this step').waitFor();
  session = await page.context().storageState();
  await page.context().close();
});

describe.each(Object.keys(LOOKS))('%s', (look) => {
  let page: Page;

  beforeAll(async () => {
    page = await open(LOOKS[look]);
  });

  test.each(Object.entries(PAGES))('%s is accessible and fits', async (_, { path, shows }) => {
    await page.goto(path());
    await page.getByText(shows).first().waitFor();
    await expectFaultless(page);
  });

  test('the question before a refund is accessible and fits', async () => {
    await lookUp(page, world.dev.transactions.cardTrust);
    await askForRefund(page, 'Paid twice by mistake.');
    await expectFaultless(page);
  });

  test('the sign-in is accessible and fits, with an error too', async () => {
    const context = await world.browser.newContext({ ...LOOKS[look], baseURL: world.dev.portal });
    const signIn = await context.newPage();
    await signIn.goto('/sign-in?expired=1');
    await expectFaultless(signIn);
    await signIn.getByLabel('Email address').fill('nobody@pruitt-hargrove.example');
    await signIn.getByLabel('Password').fill('not the password');
    await signIn.getByRole('button', { name: 'Sign in' }).click();
    await signIn.getByText('You are not signed in').waitFor();
    await expectFaultless(signIn);
    await context.close();
  });
});

test.each(Object.entries(PAGES))(
  '%s is drawn with at most 100 KB of scripts, gzipped',
  async (_, { path, shows }) => {
    const page = await open();
    const scripts = new Set<string>();
    page.on('response', (response) => {
      const { pathname } = new URL(response.url());
      if (pathname.endsWith('.js')) scripts.add(pathname);
    });
    await page.goto(path());
    await page.getByText(shows).first().waitFor();
    await page.waitForLoadState('networkidle');
    const bytes = [...scripts].map((script) => statSync(`${CLIENT_FILES}${script}.gz`).size);
    expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(100_000);
    await page.context().close();
  },
);

/** A page of the lawyer's session in a browser that has loaded nothing before. Signing in too often is refused. */
async function open(options: BrowserContextOptions = {}): Promise<Page> {
  const context = await world.browser.newContext({
    baseURL: world.dev.portal,
    ...(session && { storageState: session }),
    ...options,
  });
  return context.newPage();
}

async function expectFaultless(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  expect(found).toEqual([]);
  expect(await page.title()).toMatch(/ · Makewhole$/);
  const sticksOut = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
  expect(sticksOut).toBeLessThanOrEqual(0);
}
