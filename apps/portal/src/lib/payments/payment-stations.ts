// Where a payment stands, from its being paid to its way back.
import type { PaymentDetail, Refund } from '#lib/api-types.ts';
import { dateIn } from '#lib/time/format.ts';
import type { Station } from '#lib/ui/stations.ts';

type Standing = Pick<
  PaymentDetail,
  'type' | 'status' | 'createdAt' | 'settledAt' | 'disputed' | 'dispute' | 'refundId' | 'returnCode'
>;
/** Its refund, with the day on which it arrived, YYYY-MM-DD. */
export type ItsRefund = Pick<Refund, 'status' | 'expected'> & { readonly arrivedOn: string | null };

/** @param timeZone the firm's, in which a day is a day */
export function paymentStations(payment: Standing, refund: ItsRefund | null, timeZone: string): Station[] {
  const dayOf = (instant: string | null | undefined) =>
    instant ? dateIn(new Date(instant), timeZone) : null;
  const paid: Station = {
    label: payment.type === 'authorization' ? 'Authorized' : 'Paid',
    date: dayOf(payment.createdAt),
    reached: true,
  };
  const cut = CUT_SHORT[payment.status];
  if (cut !== undefined) return [paid, { ...cut, date: null, reached: true }];
  if (payment.type === 'authorization' && payment.status === 'authorized') {
    return [paid, { label: 'Captured or voided', date: null, reached: false }];
  }
  const settled: Station = {
    label: 'Settled',
    date: dayOf(payment.settledAt),
    reached: payment.status === 'settled',
  };
  return [paid, settled, ...disputeStation(payment, dayOf), ...refundStation(refund)];
}

/** Payments whose money never came, or went back to the bank. */
const CUT_SHORT: Partial<
  Record<PaymentDetail['status'], Pick<Station, 'label'> & { tone: 'danger' | 'neutral' }>
> = {
  voided: { label: 'Voided', tone: 'neutral' },
  failed: { label: 'Failed', tone: 'danger' },
  returned: { label: 'Returned', tone: 'danger' },
};

function disputeStation(
  { disputed, dispute }: Standing,
  dayOf: (instant: string | null | undefined) => string | null,
): Station[] {
  if (dispute?.status === 'won')
    return [{ label: 'Dispute won', date: dayOf(dispute.closedAt), reached: true }];
  if (dispute?.status === 'lost') {
    return [{ label: 'Dispute lost', date: dayOf(dispute.closedAt), reached: true, tone: 'danger' }];
  }
  if (!disputed) return [];
  return [{ label: 'Disputed', date: dayOf(dispute?.openedAt), reached: true, tone: 'danger' }];
}

function refundStation(refund: ItsRefund | null): Station[] {
  if (refund === null) return [];
  if (refund.status === 'succeeded') return [{ label: 'Refunded', date: refund.arrivedOn, reached: true }];
  const { earliest, latest } = refund.expected;
  return [{ label: 'Refunded', date: earliest, until: latest, reached: false }];
}
