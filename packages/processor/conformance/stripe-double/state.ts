// What the double knows: payments, refunds, disputes and events, in memory, as Stripe keeps them.
import { randomUUID } from 'node:crypto';

/** Its name within the double: each key is of one. */
export type Account = string;

export type DoublePayment = {
  readonly account: Account;
  /** Null for a charge that was made without one. */
  readonly intentId: string | null;
  readonly chargeId: string;
  readonly method: string;
  readonly amount: number;
  amountCaptured: number;
  captured: boolean;
  intentStatus: string;
  chargeStatus: string;
  readonly created: number;
  /** Null: not in the balance yet. */
  availableOn: number | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly payerName: string;
  /** Oldest first. */
  readonly disputes: DoubleDispute[];
};

export type DoubleDispute = {
  readonly id: string;
  status: string;
  reason: string;
  isRefundable: boolean;
  readonly amount: number;
  /** What it costs, in minor units. */
  readonly fee: number;
  readonly created: number;
};

export type DoubleRefund = {
  readonly id: string;
  readonly account: Account;
  readonly payment: DoublePayment;
  readonly amount: number;
  readonly metadata: Readonly<Record<string, string>>;
  readonly created: number;
  status: string;
  pendingReason: string | null;
  failureReason: string | null;
  trace: string | null;
  destination: 'refund' | 'reversal' | 'pending';
};

export type DoubleEvent = {
  readonly id: string;
  readonly account: Account;
  readonly type: string;
  readonly created: number;
  /** As it stood: what a webhook carries. */
  readonly object: unknown;
  readonly paymentId: string;
};

export type DoublePayout = {
  readonly id: string;
  readonly account: Account;
  readonly amount: number;
  readonly arrivalDate: number;
  readonly created: number;
  status: string;
  readonly reconciliation: string;
  readonly movements: readonly DoubleMovement[];
};

export type DoubleMovement = {
  /** The same for the same happening, so that it is paid out once. */
  readonly id: string;
  readonly type: string;
  readonly category: string;
  readonly amount: number;
  readonly fee: number;
  readonly source: string;
  /** What the source is, where it is asked for. */
  readonly object: (state: State) => unknown;
};

export type Saved = { readonly content: string; readonly status: number; readonly body: string };

export type Operation = 'send' | 'lookup' | 'webhook';

export type Fault = {
  readonly kind: string;
  readonly on: Operation;
  left: number;
  /** Either ID of the payment that it strikes alone; null for every request. */
  readonly id: string | null;
  /** How long it takes, or asks to wait; null for the kind's own time. */
  readonly ms: number | null;
};

export type Sent = {
  readonly method: string;
  readonly path: string;
  readonly body: string;
  /** Of the API, as the request asked for it. */
  readonly version: string;
};

export function createState() {
  return {
    payments: [] as DoublePayment[],
    refunds: [] as DoubleRefund[],
    events: [] as DoubleEvent[],
    payouts: [] as DoublePayout[],
    saved: new Map<string, Saved>(),
    inProgress: new Set<string>(),
    faults: [] as Fault[],
    endpoints: new Map<Account, { readonly url: string; readonly secret: string }>(),
    /** Called with each new event. */
    heard: (_event: DoubleEvent): void => undefined,
    /** Keys that Stripe accepts no more. */
    deadKeys: new Set<string>(),
    sent: [] as Sent[],
    offsetMs: 0,
  };
}
export type State = ReturnType<typeof createState>;

export function newId(prefix: string): string {
  return `${prefix}_${randomUUID().replaceAll('-', '')}`;
}

/** By the double's own clock, in seconds. */
export function nowOf(state: State): number {
  return Math.floor((Date.now() + state.offsetMs) / 1000);
}

export function idOf({ intentId, chargeId }: DoublePayment): string {
  return intentId ?? chargeId;
}

export function findPayment(state: State, id: string): DoublePayment | undefined {
  return state.payments.find(({ intentId, chargeId }) => intentId === id || chargeId === id);
}

export function refundsOf(state: State, payment: DoublePayment): DoubleRefund[] {
  return state.refunds.filter((refund) => refund.payment === payment);
}

/** What failed or was canceled is back in the balance. */
export function refundedAmount(state: State, payment: DoublePayment): number {
  return refundsOf(state, payment)
    .filter(({ status }) => status !== 'failed' && status !== 'canceled')
    .reduce((total, { amount }) => total + amount, 0);
}
