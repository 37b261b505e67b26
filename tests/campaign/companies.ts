// The payment companies that a campaign runs against. Each firm of a campaign has its account at one of them.
import { randomUUID } from 'node:crypto';
import type { Db } from '@makewhole/db/connect';
import { changeConnection } from '@makewhole/db/firms/change-connection';
import type { ConnectedProcessors } from '@makewhole/processor/connected-processors';
import { connectedSandbox } from '../support/connected-sandbox.ts';
import type { PaymentCompany } from '../support/payment-company.ts';
import type { RunningStack } from '../support/running-stack.ts';
import { controlSandbox } from '../support/sandbox-control.ts';
import { byOwner, createSmallFirm, type SmallFirm } from '../support/small-firm.ts';
import { newIntentId, startStripe } from '../support/stripe-control.ts';
import { connectedStripe, connectStripe, STRIPE_SETTINGS } from '../support/stripe-connection.ts';

export const COMPANY_NAMES = ['sandbox', 'stripe'] as const;
export type CompanyName = (typeof COMPANY_NAMES)[number];

export type CampaignCompany = {
  readonly company: PaymentCompany;
  readonly processor: ConnectedProcessors;
  /** A firm whose payments are at this company. @param trustBalance of its one matter, minor units */
  readonly createFirm: (trustBalance: number) => Promise<SmallFirm>;
};

/** What a stack needs to have such connections. */
export const COMPANY_SETTINGS: Readonly<Record<CompanyName, NodeJS.ProcessEnv>> = {
  sandbox: {},
  stripe: STRIPE_SETTINGS,
};

/** The kinds of faults that a company cannot have, each with the reason: a campaign names them as not played. */
export const CANNOT_PLAY: Readonly<Record<CompanyName, Readonly<Record<string, string>>>> = {
  sandbox: {},
  stripe: {
    dst_and_holidays: 'its dates are worked out for a company that pays in one to two bank days',
    record_of_nothing: 'Stripe takes no payment of nothing',
    returned_from_trust_after_closing: 'Stripe does not say which bank account a return is taken from',
    payout_nets_two_clients: "this kind does not drive the payouts of Stripe's double yet",
  },
};

/** @param stack runs already; the sandbox is a part of it */
export async function startCompany(name: CompanyName, db: Db, stack: RunningStack): Promise<CampaignCompany> {
  const { sandbox: url, api } = stack.dev;
  const installed = { url, apiKey: stack.processorApiKey };
  if (name === 'sandbox') {
    return {
      company: { ...controlSandbox(url), name: 'the sandbox', ...PART_OF_THE_STACK },
      processor: connectedSandbox(db, installed),
      createFirm: (trustBalance) => createSmallFirm(db, trustBalance),
    };
  }
  const { double, ...company } = await startStripe();
  return {
    company,
    processor: connectedStripe(db, installed),
    async createFirm(trustBalance) {
      const firm = await createSmallFirm(db, trustBalance);
      const account = randomUUID().replaceAll('-', '');
      const webhookSecret = `whsec_${account}`;
      const options = {
        account,
        apiKey: stripeKeyOf({ processorAccount: account }),
        webhookSecrets: [webhookSecret],
      };
      const connectionId = await connectStripe(db, firm, double.url, options);
      const endpoint = `${api}/v1/processor/webhooks/${connectionId}`;
      await double.ask('webhook-endpoint', { account, url: endpoint, secret: webhookSecret });
      // Its only company is Stripe.
      await changeConnection(db, byOwner(firm), firm.connectionId, { status: 'disabled' });
      return { ...firm, connectionId, processorAccount: account, newTransactionId: newIntentId };
    },
  };
}

/** At the double. @param version 1 for the first key, 2 for the next */
export function stripeKeyOf({ processorAccount }: Pick<SmallFirm, 'processorAccount'>, version = 1): string {
  return `rk_test_of_${processorAccount}_${version}`;
}

const PART_OF_THE_STACK = {
  lookupOf: ({ reference }: { readonly reference: string }) => ({ reference }),
  beAway: null,
  stop: () => Promise.resolve(),
} as const;
