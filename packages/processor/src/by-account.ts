// Every connection's processor behind one object: each question names the merchant account that it is about.
import type { ProcessorCapabilities } from '@makewhole/domain/processor-capabilities';
import type { PaymentProcessor } from './port.ts';

type OfAccount = { readonly account: string };

/** The port's functions, each with the account in its request. */
export type AccountProcessors = {
  readonly [Call in keyof PaymentProcessor]: (
    request: Parameters<PaymentProcessor[Call]>[0] & OfAccount,
  ) => ReturnType<PaymentProcessor[Call]>;
} & {
  readonly capabilitiesOf: (of: OfAccount) => ProcessorCapabilities;
};

/** @param find the processor of an account; called at each question, so that it may change */
export function processorsByAccount(
  find: (account: string) => {
    readonly processor: PaymentProcessor;
    readonly capabilities: ProcessorCapabilities;
  },
): AccountProcessors {
  const of = ({ account }: OfAccount) => find(account).processor;
  return {
    capabilitiesOf: ({ account }) => find(account).capabilities,
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
