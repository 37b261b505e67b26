// The client's link (M3): made on the refund's page, opened by somebody without a sign-in and without scripts.
import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { NARROW, WIDE, openAs } from './browser.ts';
import { takePicture } from './pictures.ts';
import { startPortalWorld, type PortalWorld } from './portal-world.ts';
import { askForRefund, confirmRefund, lookUp, seeStatus } from './refund-steps.ts';

let world: PortalWorld;
let admin: Page;
let refundId: string;
let link: string;

beforeAll(async () => {
  world = await startPortalWorld();
  return () => world.stop();
});

beforeAll(async () => {
  admin = await openAs(world, 'admin');
  await lookUp(admin, world.dev.transactions.cardOperating);
  await askForRefund(admin, 'Paid twice by mistake.');
  refundId = await confirmRefund(admin);
  await seeStatus(admin, 'Processing');
});

test('links are off until an owner turns them on', async () => {
  const card = admin.getByRole('region', { name: 'For the client' });
  await card.getByRole('button', { name: 'Make a link' }).click();
  await card.getByText('An owner can turn them on').waitFor();
  const owner = await openAs(world, 'owner');
  await owner.goto('/settings/clients');
  await owner.getByLabel('Allow links for clients').check();
  await owner.getByLabel('Phone number for clients').fill('(555) 010-0199');
  await owner.getByLabel('Email address for clients').fill('office@pruitt-hargrove.example');
  await owner.getByLabel('Mailing address').fill('1 Court Street\nAlbany, NY 12207');
  await owner.getByRole('button', { name: 'Save' }).click();
  await owner.getByText('Saved.').waitFor();
  const { violations } = await new AxeBuilder({ page: owner }).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  await takePicture(owner, 'the client settings', 'light');
});

test('a link is shown once, to be copied', async () => {
  await admin.goto(`/refunds/${refundId}`);
  const card = admin.getByRole('region', { name: 'For the client' });
  await card.getByRole('button', { name: 'Make a link' }).click();
  await card.getByText('The link is ready').waitFor();
  link = (await card.locator('.code', { hasText: '/r/' }).innerText()).trim();
  expect(link).toMatch(/\/r\/[\w-]{43}$/);
  await card.scrollIntoViewIfNeeded();
  await takePicture(admin, 'the card for the client', 'light');
  await admin.goto(`/refunds/${refundId}`);
  await card.getByRole('button', { name: /^Revoke/ }).waitFor();
  expect(await admin.content()).not.toContain(new URL(link).pathname);
});

test.each(['light', 'dark', 'narrow'] as const)(
  'the client sees where the refund is, without scripts, %s',
  async (look) => {
    const context = await world.browser.newContext({
      ...{ baseURL: world.dev.portal, javaScriptEnabled: look === 'narrow' ? false : true },
      ...{ colorScheme: look === 'dark' ? 'dark' : 'light', viewport: look === 'narrow' ? NARROW : WIDE },
    });
    const page = await context.newPage();
    const scripts: string[] = [];
    page.on('request', (request) => {
      if (request.resourceType() === 'script') scripts.push(request.url());
    });
    const answer = await page.goto(new URL(link).pathname);
    expect(answer?.status()).toBe(200);
    expect(await answer?.allHeaders()).toMatchObject({
      'cache-control': 'private, no-store',
      'referrer-policy': 'no-referrer',
      'x-robots-tag': expect.stringContaining('noindex'),
    });
    expect(scripts).toEqual([]);
    expect(await context.cookies()).toEqual([]);
    await page.getByText('Your refund is on its way').waitFor();
    await page.getByRole('link', { name: '(555) 010-0199' }).waitFor();
    const shown = await page.content();
    for (const hidden of [
      'Paid twice',
      refundId,
      world.dev.transactions.cardOperating,
      'Nguyen',
      'adoption',
    ]) {
      expect(shown).not.toContain(hidden);
    }
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
    if (look !== 'narrow') {
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
    }
    await takePicture(page, 'what a client sees', look);
    await context.close();
  },
);

test('a revoked link is the same page as a wrong one', async () => {
  await admin.goto(`/refunds/${refundId}`);
  const card = admin.getByRole('region', { name: 'For the client' });
  await card.getByRole('button', { name: /^Revoke/ }).click();
  await card.getByRole('button', { name: /^Revoke/ }).waitFor({ state: 'detached' });
  const see = async (path: string) => {
    const answer = await fetch(`${world.dev.portal}${path}`);
    const text = /<main[\s\S]*<\/main>/.exec(await answer.text())?.[0] ?? '';
    return { status: answer.status, robots: answer.headers.get('x-robots-tag'), text };
  };
  const [revoked, wrong] = [await see(new URL(link).pathname), await see(`/r/${'x'.repeat(43)}`)];
  expect(revoked.status).toBe(404);
  expect(revoked.robots).toContain('noindex');
  expect(revoked.text).toContain('This link doesn’t work');
  expect(revoked).toEqual(wrong);
});
