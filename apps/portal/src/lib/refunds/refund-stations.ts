// Where a refund is on its way: four stations, or fewer where it ended before the last.
import type { RefundStatus } from '@makewhole/domain/refund-states';
import type { Refund, RefundEvent } from '#lib/api-types.ts';
import { dateIn } from '#lib/time/format.ts';
import type { Station } from '#lib/ui/stations.ts';

type Passing = Pick<Refund, 'status' | 'requestedAt' | 'expected'>;
type Told = readonly Pick<RefundEvent, 'at' | 'type' | 'data'>[];

/** How a refund ended that did not arrive. */
const ENDS: Partial<Record<RefundStatus, { label: string; tone: 'danger' | 'neutral' }>> = {
  rejected: { label: 'Rejected', tone: 'danger' },
  declined: { label: 'Declined', tone: 'neutral' },
  canceled: { label: 'Canceled', tone: 'neutral' },
  failed: { label: 'Failed', tone: 'danger' },
};

/** @param timeZone the firm's, in which a day is a day */
export function refundStations(refund: Passing, events: Told, timeZone: string): Station[] {
  const { status, expected } = refund;
  const dayOf = (wanted: RefundStatus) => {
    const event = events.find(({ data }) => data['status'] === wanted);
    return event === undefined ? null : dateIn(new Date(event.at), timeZone);
  };
  const sent = dayOf('submitting');
  const accepted = dayOf('processing');
  const requested: Station = {
    label: 'Requested',
    date: dateIn(new Date(refund.requestedAt), timeZone),
    reached: true,
  };
  const sentStation: Station = {
    label: 'Sent',
    date: sent,
    reached: sent !== null || isPast(status),
  };
  const onItsWay: Station = {
    label: 'On its way',
    date: accepted,
    reached: accepted !== null || isPast(status),
  };
  const end = ENDS[status];
  if (end !== undefined) {
    const passed = [requested, sentStation, onItsWay].filter(
      (station) => station === requested || (status === 'failed' && station.date !== null),
    );
    return [
      ...passed,
      { ...end, label: endLabel(status, events, end.label), date: dayOf(status), reached: true },
    ];
  }
  return [
    requested,
    sentStation,
    onItsWay,
    status === 'succeeded'
      ? { label: 'Arrived', date: dayOf('succeeded'), reached: true }
      : { label: 'Arrived', date: expected.earliest, until: expected.latest, reached: false },
  ];
}

/** The processor has it, whatever events this page has not loaded. */
function isPast(status: RefundStatus): boolean {
  return status === 'processing' || status === 'succeeded';
}

/** The money came back after the processor had accepted the refund. */
function endLabel(status: RefundStatus, events: Told, label: string): string {
  return status === 'failed' && events.some(({ type }) => type === 'refund.returned') ? 'Returned' : label;
}
