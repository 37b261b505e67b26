import type { Payout } from '#lib/api-types.ts';

export type PayoutState = 'failed' | 'booked' | 'unexplained' | 'pending';

/**
 * What became of a payout. As long as it is on its way, what it is made of is not known; unexplained: it has arrived, and
 * our books do not have all of it.
 */
export function payoutState({
  status,
  unexplained,
  bookedAt,
}: Pick<Payout, 'status' | 'unexplained' | 'bookedAt'>): PayoutState {
  if (status === 'failed') return 'failed';
  if (bookedAt !== null) return 'booked';
  return status === 'paid' && unexplained !== 0 ? 'unexplained' : 'pending';
}
