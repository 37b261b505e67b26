// The sandbox's adapter for any of its accounts: each question names one.
import { connectProcessor } from '../src/connect-processor.ts';
import { INSTALLED } from '../src/installed.ts';
import type { PaymentProcessor } from '../src/port.ts';

type OfAccount = { readonly account: string };

/** The port's functions, each with the account in its request. */
export type AccountProcessors = {
  readonly [Call in keyof PaymentProcessor]: (
    request: Parameters<PaymentProcessor[Call]>[0] & OfAccount,
  ) => ReturnType<PaymentProcessor[Call]>;
};

export function createProcessor({
  lookupTimeoutMs,
  ...server
}: {
  readonly url: string;
  readonly apiKey: string;
  readonly lookupTimeoutMs?: number;
}): AccountProcessors {
  const tools = { now: () => new Date(), lookupTimeoutMs };
  const of = ({ account }: OfAccount) =>
    connectProcessor(INSTALLED, { ...server, account, webhookSecrets: [] }, tools).processor;
  return {
    getPayment: (request) => of(request).getPayment(request),
    refund: (request) => of(request).refund(request),
    findRefunds: (request) => of(request).findRefunds(request),
    getRefund: (request) => of(request).getRefund(request),
    listCreatedPayments: (request) => of(request).listCreatedPayments(request),
    listCreatedRefunds: (request) => of(request).listCreatedRefunds(request),
    listChanges: (request) => of(request).listChanges(request),
    voidAuthorization: (request) => of(request).voidAuthorization(request),
  };
}
