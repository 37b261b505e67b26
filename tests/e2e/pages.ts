// Every page of the portal, and every state of one that looks its own way: what the browser tests look at, and what
// docs/portal.md has pictures of.
import type { BrowserContextOptions, Page } from 'playwright-core';
import { addEndpoint } from './add-endpoint.ts';
import { openAs } from './browser.ts';
import { MONEY_PAGES } from './money-pages.ts';
import type { PortalWorld } from './portal-world.ts';
import { askForRefund, confirmRefund, lookUp, seeStatus } from './refund-steps.ts';
import type { SeenFirm, SeenPage } from './seen-page.ts';
import { importStatement } from './send-statement.ts';
import { SETTINGS_PAGES } from './settings-pages.ts';
import { settle, takeUnassigned } from './surroundings.ts';

/** Each page by what a person calls it. */
export const PAGES: Record<string, SeenPage> = { ...MONEY_PAGES, ...SETTINGS_PAGES };

/** Brings the firm to where its pages have something to show. */
export async function prepareFirm(world: PortalWorld): Promise<SeenFirm> {
  const { transactions } = world.dev;
  const page = await openAs(world, 'lawyer');
  await lookUp(page, transactions.split);
  await askForRefund(page, 'Paid twice by mistake: the retainer had been wired the day before.');
  const refundId = await confirmRefund(page);
  await seeStatus(page, 'Processing');
  await settle(world.dev, transactions.split);
  await page.getByText('Record this step').waitFor();
  const unassignedId = await takeUnassigned(world.dev);
  await page.goto(`/payments/${unassignedId}`);
  await page.getByText('Miriam Okafor').first().waitFor();
  const owner = await openAs(world, 'owner');
  const ownerPassword = world.dev.users.find(({ role }) => role === 'owner')?.password ?? '';
  const endpointId = await addEndpoint(owner);
  const statementId = await importStatement(owner);
  const sessions = { lawyer: await leave(page), owner: await leave(owner) };
  return { transactions, refundId, unassignedId, endpointId, statementId, sessions, ownerPassword };
}

/** Goes to a page, and to the state of it that is to be seen. */
export async function show(page: Page, { path, first, shows }: SeenPage, firm: SeenFirm): Promise<void> {
  await page.goto(path(firm));
  await first?.(page, firm);
  await page.getByText(shows).filter({ visible: true }).first().waitFor();
}

/** Closes the page, and gives its session to others. */
async function leave(page: Page): Promise<BrowserContextOptions['storageState']> {
  const session = await page.context().storageState();
  await page.context().close();
  return session;
}
