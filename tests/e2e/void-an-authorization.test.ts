// An authorization that was never captured is voided, not refunded (R12).
import { beforeAll, expect, test } from 'vitest';
import { openAs } from './browser.ts';
import { startPortalWorld, type PortalWorld } from './portal-world.ts';

const WAIT_MS = 150_000;

let world: PortalWorld;
beforeAll(async () => {
  world = await startPortalWorld();
  return () => world.stop();
});

test(
  'an admin voids it on its page, and sees that it is done',
  async () => {
    const { authorization } = world.dev.transactions;
    const admin = await openAs(world, 'admin');
    await admin.goto(`/payments/${authorization}`);
    await admin.getByText('Void this authorization').click();
    await admin.getByRole('button', { name: /^Void \$/ }).click();
    // Noted while Temporal was still coming up, it is the sweep that starts it, a minute later.
    await expect
      .poll(
        async () => {
          await admin.reload();
          return admin.getByRole('main').textContent();
        },
        { timeout: WAIT_MS, interval: 1_000 },
      )
      .toContain('This authorization was voided');
    expect(await admin.getByRole('button', { name: /^Void \$/ }).count()).toBe(0);
    await admin.context().close();
  },
  2 * WAIT_MS,
);
