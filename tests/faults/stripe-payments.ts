// Payments at Stripe's double that nobody here has heard of, and the requests about them that arrived there.
import type { CampaignWorld } from '../campaign/world.ts';
import { newIntentId } from '../support/stripe-control.ts';

const DAY_MS = 86_400_000;

export type StripePayment = { readonly id: string; readonly chargeId: string };

/** A card payment thirty days old, at Stripe alone. */
export async function payAtStripe(
  of: CampaignWorld,
  account: 'operating' | 'trust',
  amount = 125_00,
): Promise<StripePayment> {
  const createdAt = new Date(Date.now() - 30 * DAY_MS).toISOString();
  const payment = {
    ...{
      id: newIntentId(),
      account: of.firm.processorAccount,
      amount,
      method: 'card',
      createdAt,
      settledAt: createdAt,
    },
    ...{ payer: { name: 'Dana Whitfield' }, matterNumber: '2026-014' },
    items: [{ account, amount, description: 'Consultation', invoiceNumber: null }],
  };
  const [made] = (await of.company.post('/control/payments', { payments: [payment] })) as StripePayment[]; // as the double has it
  if (made === undefined) throw new Error('The double has no payment');
  return made;
}

type Sent = { readonly method: string; readonly path: string; readonly body: string };

/** The requests about a payment and its refunds that arrived at Stripe, in order. */
export async function sentAbout(
  { company }: CampaignWorld,
  { id, chargeId }: StripePayment,
): Promise<string[]> {
  const made = await company.refunds(id);
  const names = [id, chargeId, ...made.map((refund) => refund.id)];
  const sent = (await company.post('/control/sent', {})) as Sent[]; // as the double has it
  return sent
    .filter(({ path, body }) => names.some((name) => path.includes(name) || body.includes(name)))
    .map(({ method, path }) => `${method} ${path.split('?')[0]?.replace(/\/\w+_\w+$/, '/{id}') ?? ''}`);
}

/** How often a refund of it was sent. */
export async function sendsOf(world: CampaignWorld, payment: StripePayment): Promise<number> {
  return (await sentAbout(world, payment)).filter((what) => what === 'POST /v1/refunds').length;
}
