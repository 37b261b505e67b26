// Each page, in both themes and on the narrowest screen: nothing that a screen reader trips over, nothing that sticks out.
import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import AxeBuilder from '@axe-core/playwright';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { NARROW, WIDE, passwordOf } from './browser.ts';
import { PAGES, prepareFirm, show, type SeenFirm, type Viewer } from './pages.ts';
import { takePicture } from './pictures.ts';
import { startPortalWorld, type PortalWorld } from './portal-world.ts';
import { askForRefund, lookUp } from './refund-steps.ts';

let world: PortalWorld;
let firm: SeenFirm;

const CLIENT_FILES = fileURLToPath(new URL('../../apps/portal/build/client', import.meta.url));

const LOOKS: Record<string, BrowserContextOptions> = {
  light: { colorScheme: 'light', viewport: WIDE },
  dark: { colorScheme: 'dark', viewport: WIDE },
  narrow: { colorScheme: 'light', viewport: NARROW },
};

beforeAll(async () => {
  world = await startPortalWorld();
  return () => world.stop();
});

beforeAll(async () => {
  firm = await prepareFirm(world);
});

describe.each(Object.keys(LOOKS))('%s', (look) => {
  let pages: Record<Viewer, Page>;
  let page: Page;

  beforeAll(async () => {
    pages = {
      lawyer: await open('lawyer', LOOKS[look]),
      owner: await open('owner', LOOKS[look]),
      nobody: await open('nobody', LOOKS[look]),
    };
    page = pages.lawyer;
  });

  test.each(Object.entries(PAGES))('%s is accessible and fits', async (name, seen) => {
    const page = pages[seen.as ?? 'lawyer'];
    await show(page, seen, firm);
    await expectFaultless(page);
    await takePicture(page, name, look);
  });

  test('the question before a refund is accessible and fits', async () => {
    await lookUp(page, world.dev.transactions.cardTrust);
    await askForRefund(page, 'Paid twice by mistake.');
    await expectFaultless(page);
  });

  test('a key that was just made is accessible and fits', async () => {
    const { owner } = pages;
    await owner.goto('/settings/api-keys');
    const making = owner.getByRole('region', { name: 'A key for a new program' });
    await making.getByRole('textbox', { name: 'Program' }).fill('Practice management');
    await making.getByLabel('Refund payments').check();
    // Asked once in five minutes: not for each look.
    const proof = making.getByLabel('Your password, or a code');
    if (await proof.isVisible()) await proof.fill(passwordOf(world.dev, 'owner'));
    await making.getByRole('button', { name: 'Make the key' }).click();
    await owner.getByText('it is shown this once').waitFor();
    await expectFaultless(owner);
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

test.each(Object.entries(PAGES))('%s is drawn with at most 100 KB of scripts, gzipped', async (_, seen) => {
  const page = await open(seen.as ?? 'lawyer');
  const scripts = new Set<string>();
  page.on('response', (response) => {
    const { pathname } = new URL(response.url());
    if (pathname.endsWith('.js')) scripts.add(pathname);
  });
  await show(page, seen, firm);
  await page.waitForLoadState('networkidle');
  const bytes = [...scripts].map((script) => statSync(`${CLIENT_FILES}${script}.gz`).size);
  expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(100_000);
  await page.context().close();
});

test('a page that takes long says so, and is there in the end', async () => {
  const page = await open('lawyer');
  await page.goto('/payments');
  const answer = Promise.withResolvers<void>();
  await page.route(/\/work\/__data\.json/, async (route) => {
    await answer.promise;
    await route.continue();
  });
  await page.getByRole('link', { name: 'Work' }).click();
  await page.getByText('Loading the page').waitFor();
  answer.resolve();
  await page.getByText('What is to be done').waitFor();
  await page.getByText('Loading the page').waitFor({ state: 'hidden' });
  await page.context().close();
});

/** A page in a browser that has loaded nothing before, signed in already. */
async function open(viewer: Viewer, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await world.browser.newContext({
    baseURL: world.dev.portal,
    ...(viewer !== 'nobody' && { storageState: firm.sessions[viewer] }),
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
