// Faults that tests arm at the double: each strikes the next matching requests, so many times, and is gone.
import { z } from 'zod';
import { findPayment, idOf, type DoublePayment, type Fault, type Operation, type State } from './state.ts';

/** Beside another fault: it strikes the key, not the answer. */
const OF_THE_KEY = 'forgotten_key';

const faultToArm = z.strictObject({
  kind: z.string(),
  on: z.enum(['send', 'lookup', 'webhook']),
  times: z.number().int().nonnegative().default(1),
  id: z.string().nullable().default(null),
  ms: z.number().int().nonnegative().nullable().default(null),
});

/** Zero times: takes back all that are armed. */
export function armFault(state: State, body: unknown): void {
  const { times, ...fault } = faultToArm.parse(body);
  state.faults = times === 0 ? [] : [...state.faults, { ...fault, left: times }];
}

/** The first that strikes; it is used up by one time. @param about the payments of the request */
export function takeFault(
  state: State,
  on: Operation,
  about: readonly DoublePayment[],
  { ofKey = false } = {},
): Fault | null {
  const fault = state.faults.find(
    (one) => one.on === on && one.left > 0 && (one.kind === OF_THE_KEY) === ofKey && strikes(one, about),
  );
  if (fault === undefined) return null;
  fault.left -= 1;
  return fault;
}

function strikes({ id }: Fault, about: readonly DoublePayment[]): boolean {
  return id === null || about.some(({ intentId, chargeId }) => intentId === id || chargeId === id);
}

/** The payments that a request names: in its path, its query or its form. */
export function paymentsNamed(
  state: State,
  {
    path,
    query,
    form,
  }: { readonly path: string; readonly query: URLSearchParams; readonly form: URLSearchParams },
): DoublePayment[] {
  const named = [
    path.split('/')[3],
    ...['payment_intent', 'charge'].flatMap((name) => [query.get(name), form.get(name)]),
  ];
  const ofRefund = state.refunds.find(({ id }) => id === named[0])?.payment;
  const payments = named.flatMap((id) => (id == null ? [] : (findPayment(state, id) ?? [])));
  return [...(ofRefund === undefined ? [] : [ofRefund]), ...payments].filter(
    (payment) => idOf(payment) !== '',
  );
}
