// A payment without items is assigned by a person, and can be refunded then.
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { openAs } from './browser.ts';
import { startPortalWorld, type PortalWorld } from './portal-world.ts';
import { lookUp } from './refund-steps.ts';
import { takeUnassigned } from './surroundings.ts';

let world: PortalWorld;
let admin: Page;
beforeAll(async () => {
  world = await startPortalWorld();
  return () => world.stop();
});
beforeAll(async () => {
  admin = await openAs(world, 'admin');
});

test('an admin is led from the refund box to the form, is asked again for what is wrong, and can refund it then', async () => {
  const id = await takeUnassigned(world.dev);
  await lookUp(admin, id);
  await admin.getByText('Assign it first').first().waitFor();
  await admin.goto('/work');
  await admin.getByRole('link', { name: 'Assign them' }).click();
  await admin.getByRole('link', { name: 'Assign the payment of Miriam Okafor' }).click();
  await admin.getByText('Where did this money go?').waitFor();
  await admin.getByRole('button', { name: 'Assign this payment' }).click();
  await admin.getByText('choose operating or trust').waitFor();
  await admin.getByLabel('Account').first().selectOption('operating');
  await admin.getByLabel('Amount').first().fill('249.99');
  await admin.getByRole('button', { name: 'Assign this payment' }).click();
  await admin.getByText('The amounts add up to $249.99').waitFor();
  expect(await admin.getByLabel('Amount').first().inputValue()).toBe('249.99');
  await admin.getByLabel('Account').first().selectOption('operating');
  await admin.getByLabel('Amount').first().fill('250.00');
  await admin.getByRole('button', { name: 'Assign this payment' }).click();
  await admin.waitForURL(`**/payments/${id}`);
  await admin.getByText('It can be refunded, in full').waitFor();
});
