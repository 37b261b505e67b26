// A payment at Stripe in the portal: either of its IDs is pasted, refunded, and seen to succeed. Stripe is its double.
import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { connect } from '@makewhole/db/connect';
import { firms, principals } from '@makewhole/db/schema/firms';
import { startStripe, type StripeControl } from '../support/stripe-control.ts';
import { connectStripe, STRIPE_SETTINGS } from '../support/stripe-connection.ts';
import { openAs } from './browser.ts';
import { startPortalWorld, type PortalWorld } from './portal-world.ts';
import { askForRefund, confirmRefund, lookUp, seeStatus } from './refund-steps.ts';

const ACCOUNT = randomUUID().replaceAll('-', '');
const WEBHOOK_SECRET = `whsec_${ACCOUNT}`;
/** On a machine that has other things to do as well. */
const STARTED_WITHIN_MS = 300_000;

let world: PortalWorld;
let stripe: StripeControl;
let page: Page;

beforeAll(async () => {
  world = await startPortalWorld(STRIPE_SETTINGS);
  stripe = await startStripe();
  return async () => {
    await world.stop();
    await stripe.stop();
  };
}, STARTED_WITHIN_MS);

beforeAll(async () => {
  const { db, close } = connect(world.dev.databaseUrl);
  const [owner] = await db
    .select({ firmId: firms.id, id: principals.id })
    .from(principals)
    .innerJoin(firms, eq(firms.id, principals.firmId))
    .where(eq(principals.role, 'owner'));
  if (owner === undefined) throw new Error('The demo firm has no owner');
  const firm = { firmId: owner.firmId, people: { owner: owner.id } };
  const connectionId = await connectStripe(db, firm, stripe.url, {
    account: ACCOUNT,
    apiKey: `rk_test_of_${ACCOUNT}`,
    webhookSecrets: [WEBHOOK_SECRET],
  });
  await close();
  await stripe.double.ask('webhook-endpoint', {
    account: ACCOUNT,
    url: `${world.dev.api}/v1/processor/webhooks/${connectionId}`,
    secret: WEBHOOK_SECRET,
  });
  page = await openAs(world, 'admin');
});

test.each([
  ['payment intent', 'id'],
  ['charge', 'chargeId'],
] as const)(
  'the ID of a %s is pasted, the payment refunded, and the page sees it succeed',
  async (_, which) => {
    const metadata = { account: 'operating', matter_number: '10231-001' };
    const payment = await stripe.double.pay({ account: ACCOUNT, amount: 412_50, daysAgo: 30, metadata });
    await lookUp(page, payment[which]);
    await page.getByRole('region', { name: 'Payment' }).getByText('$412.50').first().waitFor();
    await askForRefund(page, 'Paid twice by mistake.');
    expect(await page.getByRole('alertdialog').textContent()).toContain('$412.50');
    await confirmRefund(page);
    await seeStatus(page, 'Processing');
    await page.getByText(payment.id).first().waitFor();
    await stripe.settle(payment.id);
    await seeStatus(page, 'Succeeded', { timeout: 30_000 });
    expect(await stripe.refunds(payment.id)).toMatchObject([{ amount: 412_50, status: 'succeeded' }]);
  },
);
