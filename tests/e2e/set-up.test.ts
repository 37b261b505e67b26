// What a new firm still has to do stands on its owner's first page, each step with the way there.
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { openAs } from './browser.ts';
import { startPortalWorld, type PortalWorld } from './portal-world.ts';

let world: PortalWorld;
let owner: Page;

beforeAll(async () => {
  world = await startPortalWorld();
  owner = await openAs(world, 'owner');
  return () => world.stop();
});

test('an owner follows the step that comes next, sets aside what the firm does without, and takes it up again', async () => {
  await owner.goto('/');
  const card = owner.getByRole('region', { name: 'Set up your firm' });
  const step = card.getByRole('listitem').filter({ hasText: 'Make your first reconciliation' });
  expect(await step.textContent()).toContain('Import a bank statement of your trust account');
  await step.getByRole('link', { name: 'Month ends' }).click();
  await owner.waitForURL('**/reconciliation/month-ends');
  await owner.goBack();

  await step.getByRole('button', { name: 'Not for us' }).click();
  await card.getByText('Not for us: Make your first reconciliation').waitFor();
  await card.getByRole('button', { name: 'Take it up again' }).click();
  await step.getByRole('link', { name: 'Month ends' }).waitFor();
  await owner.goto('/settings/history');
  await owner.getByText('Set a step of the setup aside: Make your first reconciliation').waitFor();
});

test('nobody else is asked to set the firm up', async () => {
  const admin = await openAs(world, 'admin');
  await admin.goto('/');
  await admin.getByRole('heading', { name: 'Waiting for you' }).waitFor();
  expect(await admin.getByText('Set up your firm').count()).toBe(0);
});
