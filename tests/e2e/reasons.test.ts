// The reasons that a firm gives often (R3): an owner keeps them, and whoever refunds a payment chooses one.
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { openAs } from './browser.ts';
import { startPortalWorld, type PortalWorld } from './portal-world.ts';
import { lookUp, shownRefund } from './refund-steps.ts';

const LABEL = 'Double click';
const TEXT = 'The payment page was sent twice. We are sorry for that.';

let world: PortalWorld;
let owner: Page;

beforeAll(async () => {
  world = await startPortalWorld();
  return () => world.stop();
});

beforeAll(async () => {
  owner = await openAs(world, 'owner');
});

const offered = () => owner.getByRole('region', { name: 'Offered' });
const names = () => offered().getByRole('heading', { level: 3 }).allTextContents();

test('an owner adds a reason; a slip is explained, and what was typed stays', async () => {
  await owner.getByRole('link', { name: 'Settings' }).click();
  await owner.getByRole('link', { name: 'Reasons' }).click();
  const adding = owner.getByRole('region', { name: 'Add a reason' });
  await adding.getByLabel('Name').fill(LABEL);
  await adding.getByRole('button', { name: 'Add the reason' }).click();
  await owner.getByText("Write the reason: the matter's users will read it.").waitFor();
  expect(await adding.getByLabel('Name').inputValue()).toBe(LABEL);
  await adding.getByLabel('Reason').fill(TEXT);
  await adding.getByRole('button', { name: 'Add the reason' }).click();
  await offered().getByRole('heading', { name: LABEL }).waitFor();
  expect(await adding.getByLabel('Name').inputValue()).toBe('');
});

test('the list can be put in order, and what is archived is offered no more', async () => {
  const [first = '', second = ''] = await names();
  await owner.getByRole('button', { name: `Move ${second} up` }).click();
  await expect.poll(names).toEqual([second, first, ...(await names()).slice(2)]);
  await owner.getByRole('button', { name: `Archive ${first}` }).click();
  await expect.poll(names).not.toContain(first);
  await owner.getByText('Archived (1)').click();
  await owner.getByRole('button', { name: `Offer again ${first}` }).click();
  await expect.poll(names).toContain(first);
});

test('a reason that is chosen fills in the reason, below what somebody wrote themselves, and can be changed', async () => {
  await lookUp(owner, world.dev.transactions.cardOperating);
  await owner.waitForLoadState('networkidle');
  const reason = owner.getByLabel('Reason for the refund');
  await owner.getByLabel('Usual reasons').selectOption({ label: LABEL });
  expect(await reason.inputValue()).toBe(TEXT);
  await reason.fill('As agreed by phone.');
  await owner.getByLabel('Usual reasons').selectOption({ label: 'Paid twice' });
  expect(await reason.inputValue()).toMatch(/^As agreed by phone\.\n./);
  await owner.reload();
  await owner.waitForLoadState('networkidle');
  expect(await reason.inputValue()).toMatch(/^As agreed by phone\.\n./);
});

test('without scripts a reason that is chosen and not written is the reason', async () => {
  const page = await openAs(world, 'admin', { javaScriptEnabled: false });
  await lookUp(page, world.dev.transactions.cardOperating);
  await page.getByLabel('Usual reasons').selectOption({ label: LABEL });
  await page.getByRole('button', { name: 'Refund Payment' }).click();
  await page.getByText(TEXT).filter({ visible: true }).first().waitFor();
  await page.getByRole('button', { name: /^Refund \$/ }).click();
  await shownRefund(page);
  await page.getByText(TEXT).filter({ visible: true }).first().waitFor();
  await page.context().close();
});

test('an admin sees the reasons and finds nothing to change them with', async () => {
  const admin = await openAs(world, 'admin');
  await admin.goto('/settings/reasons');
  await admin.getByText('Only an owner can change these.').waitFor();
  expect(await admin.getByRole('button', { name: /Archive|Add/ }).count()).toBe(0);
  await admin.context().close();
});
