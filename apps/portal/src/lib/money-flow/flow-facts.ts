// The facts that the drawing is made of: the same of a refund, and of one that is only being considered.
import type { Currency } from '@makewhole/domain/money';
import type { PostingStep, LedgerAccount } from '@makewhole/domain/postings';
import type { RefundStatus } from '@makewhole/domain/refund-states';
import type {
  Obligation,
  PaymentDetail,
  Refund,
  RefundEvent,
  RefundOutlook,
  RefundPreview,
} from '#lib/api-types.ts';
import { dateIn } from '#lib/time/format.ts';

type Leg = Pick<Refund['legs'][number], 'account' | 'amount' | 'drawnFrom'>;

export type FlowPosting = {
  readonly step: PostingStep;
  readonly entries: readonly { readonly account: LedgerAccount; readonly amount: number }[];
  /** YYYY-MM-DD */
  readonly effectiveOn: string;
};

export type FlowFacts = {
  /** Null: nothing was requested yet. */
  readonly refundId: string | null;
  readonly status: RefundStatus | null;
  readonly currency: Currency;
  readonly amount: number;
  readonly legs: readonly Leg[];
  readonly postings: readonly FlowPosting[];
  readonly matterNumber: string | null;
  /** Null if the viewer may not see it, or there is no trust leg. */
  readonly trust: RefundOutlook['trust'];
  readonly trustSteps: Refund['trustSteps'];
  readonly obligations: readonly Pick<Obligation, 'kind' | 'subject' | 'status' | 'dueAt' | 'decision'>[];
  readonly payment: Pick<PaymentDetail, 'allocations' | 'disputed' | 'dispute' | 'tasks' | 'amount'>;
  readonly expected: Refund['expected'];
  readonly arrivedOn: string | null;
  /** In which a day is a day. */
  readonly timeZone: string;
};

export function factsOfPreview(
  payment: PaymentDetail,
  preview: Pick<RefundPreview, 'legs' | 'trust' | 'trustSteps' | 'expected'>,
  timeZone: string,
): FlowFacts {
  const { legs, trust, trustSteps, expected } = preview;
  return {
    ...{ refundId: null, status: null, postings: [], obligations: [], arrivedOn: null },
    ...{ currency: payment.currency, amount: payment.amount, matterNumber: payment.matter?.number ?? null },
    ...{ legs, trust, trustSteps, expected, payment, timeZone },
  };
}

export function factsOfRefund(
  refund: Refund,
  payment: PaymentDetail,
  about: {
    readonly events: readonly Pick<RefundEvent, 'at' | 'data'>[];
    readonly outlook: RefundOutlook | null;
    readonly timeZone: string;
  },
): FlowFacts {
  const { events, outlook, timeZone } = about;
  const { id, status, currency, amount, legs, postings, trustSteps, obligations } = refund;
  const arrived = events.findLast(({ data }) => data['status'] === 'succeeded');
  return {
    ...{ refundId: id, status, currency, amount, legs, postings, trustSteps, obligations },
    ...{ matterNumber: payment.matter?.number ?? null, trust: outlook?.trust ?? null, payment, timeZone },
    expected: outlook?.toCome?.expected ?? refund.expected,
    arrivedOn: arrived === undefined ? null : dateIn(new Date(arrived.at), timeZone),
  };
}
