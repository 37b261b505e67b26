import type { ProcessorModule, ProcessorTools } from '../module.ts';
import { createStripeProcessor } from './adapter.ts';
import { checkStripe } from './check.ts';
import { serverOf, stripeConnection, type StripeConnection } from './connection.ts';
import type { Stripe } from './find-payment.ts';
import { createStripePayouts } from './payouts.ts';
import { REFUND_WINDOW_DAYS } from './refund-window.ts';
import type { StripeServer } from './request.ts';
import { readStripeWebhook } from './webhook.ts';

const HOUR_MS = 60 * 60 * 1000;
const LOOKUP_TIMEOUT_MS = 10_000;

export const stripeModule: ProcessorModule<StripeConnection> = {
  kind: 'stripe',
  name: 'Stripe',
  capabilities: {
    idempotency: 'key',
    // It keeps keys for at least 24 hours.
    sendAgainWithinMs: 23 * HOUR_MS,
    // Its lists have no delay, and a request ends within minutes.
    notFoundBelievedAfterMs: 10 * 60 * 1000,
    sendTimeoutMs: 30_000,
    truth: 'api',
    referenceLookup: 'by_payment',
    changeFeed: { kind: 'feed', keptDays: 30 },
    methods: ['card', 'ach'],
    refundWindowDays: REFUND_WINDOW_DAYS,
    creditBankDays: { card: { from: 5, to: 10 }, ach: { from: 1, to: 3 } },
    watchDays: { card: 45, ach: 70 },
    tracesRefunds: true,
    hasInquiries: true,
    pageMax: 100,
    lookupsPerSecond: 5,
  },
  connection: stripeConnection,
  create: (connection, tools) => createStripeProcessor(stripeOf(connection, tools)),
  payouts: (connection, tools) => createStripePayouts(stripeOf(connection, tools)),
  readWebhook: readStripeWebhook,
  check: (connection, tools) => checkStripe(connection, openServer(connection, tools), tools),
};

function stripeOf(connection: StripeConnection, tools: ProcessorTools): Stripe {
  return { server: openServer(connection, tools), account: connection.account, now: tools.now };
}

function openServer(connection: StripeConnection, tools: ProcessorTools): StripeServer {
  const lookupTimeoutMs = tools.lookupTimeoutMs ?? LOOKUP_TIMEOUT_MS;
  return { url: serverOf(connection, tools), apiKey: connection.apiKey, lookupTimeoutMs };
}
