// An authorization that was never captured is voided, not refunded (R12).
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { openAs } from './browser.ts';
import { startPortalWorld, type PortalWorld } from './portal-world.ts';

/** Noted while Temporal was still coming up, it is the sweep that starts it, a minute later. */
const WAIT_MS = 150_000;

let world: PortalWorld;
let admin: Page;
beforeAll(async () => {
  world = await startPortalWorld();
  return () => world.stop();
});
beforeAll(async () => {
  admin = await openAs(world, 'admin');
});

test(
  'an admin voids it on its page, which comes to show that it is done, through answers that fail or never come',
  async () => {
    const { authorization } = world.dev.transactions;
    await admin.goto(`/payments/${authorization}`);
    await admin.waitForLoadState('networkidle');
    let asked = 0;
    await admin.route(`**/payments/${authorization}/void`, async (route) => {
      asked += 1;
      if (asked === 1) await route.abort();
      else if (asked === 2) await route.fulfill({ status: 503 });
      else await route.continue();
    });
    // What is new is looked up in vain at first, where the void takes long enough to be followed: the page stays.
    let lookUps = 0;
    await admin.route('**/newest', async (route) => {
      lookUps += 1;
      if (lookUps <= 2) await route.fulfill({ status: 503 });
      else await route.continue();
    });
    await admin.getByText('Void this authorization').click();
    await admin.getByRole('button', { name: /^Void \$/ }).click();
    await admin.getByText('This authorization was voided').waitFor({ timeout: WAIT_MS });
    expect(await admin.getByRole('button', { name: /^Void \$/ }).count()).toBe(0);
    await admin.reload();
    await admin.getByText('This authorization was voided').waitFor();
    await admin.getByText('Voided', { exact: true }).first().waitFor();
  },
  2 * WAIT_MS,
);
