import type { DisputeDetail } from '#lib/api-types.ts';
import { dateIn } from '#lib/time/format.ts';
import type { Station } from '#lib/ui/stations.ts';

/** Opened, answered, decided. */
export function stationsOf(
  dispute: Pick<DisputeDetail, 'state' | 'openedAt' | 'respondBy' | 'respondedAt' | 'closedAt'>,
  timeZone: string,
): Station[] {
  const dayOf = (instant: string | null) => (instant === null ? null : dateIn(new Date(instant), timeZone));
  const { state, openedAt, respondBy, respondedAt, closedAt } = dispute;
  const isLost = state === 'lost' || state === 'accepted';
  return [
    { label: 'Opened', date: dayOf(openedAt), reached: true },
    respondedAt === null
      ? { label: 'Respond by', date: dayOf(respondBy), reached: false }
      : {
          label: state === 'accepted' ? 'Accepted' : 'Response sent',
          date: dayOf(respondedAt),
          reached: true,
        },
    {
      label: closedAt === null ? 'Decided' : { true: 'Lost', false: 'Won' }[`${isLost}`],
      date: dayOf(closedAt),
      reached: closedAt !== null,
      ...(closedAt !== null && isLost && { tone: 'danger' as const }),
    },
  ];
}
