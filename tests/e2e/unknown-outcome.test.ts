// A refund whose answer was lost, on its page: what is known, when it is asked again, and that nobody ends it too soon (B2).
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { openAs } from './browser.ts';
import { startPortalWorld, type PortalWorld } from './portal-world.ts';
import { askForRefund, confirmRefund, lookUp, seeStatus } from './refund-steps.ts';
import { armFault } from './surroundings.ts';

let world: PortalWorld;
let page: Page;

beforeAll(async () => {
  world = await startPortalWorld();
  return () => world.stop();
});

beforeAll(async () => {
  page = await openAs(world, 'owner');
  const transactionId = world.dev.transactions.cardOperating;
  await armFault(world.dev, { kind: 'timeout_after_success', ms: 50, transactionId });
  await lookUp(page, transactionId);
  await askForRefund(page, 'Paid twice by mistake.');
  const reference = await confirmRefund(page);
  await armFault(world.dev, { kind: 'lookup_unavailable', reference, times: 1_000 });
  await seeStatus(page, 'Outcome unknown');
});

const known = () => page.getByRole('region', { name: 'What do you know?' });

test('in its first hour even an owner is not offered to say that it never happened, and reads from when', async () => {
  await known().getByText('That it never happened can be said from').waitFor();
  expect(await known().getByRole('radio', { name: 'It never happened' }).count()).toBe(0);
  expect(await known().getByRole('radio', { name: 'Look again' }).count()).toBe(1);
});

test('looking again says what it found, and when it is asked next', async () => {
  await known().getByRole('radio', { name: 'Look again' }).check();
  await known().getByLabel('How you know').fill('They say that they are back.');
  await known().getByRole('button', { name: 'Tell Makewhole' }).click();
  await known()
    .getByText(/Last asked .*: it could not be reached\./)
    .waitFor();
  await known().getByText('Asking again at').waitFor();
});
