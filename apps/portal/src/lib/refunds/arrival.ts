// What came of the promise, in words (R7, B11): for the server, which has the bank's calendar.
import { addBankDays } from '@makewhole/domain/bank-calendar';
import type { Refund } from '#lib/api-types.ts';

/** No refund takes longer that is not late by weeks. */
const BANK_DAYS_MAX = 90;

/**
 * "Arrived in 1 bank day, within the promise." Dates as YYYY-MM-DD.
 * @param requestedOn the day of the request, from which people count
 */
export function describeArrival(
  { expected }: Pick<Refund, 'expected'>,
  requestedOn: string,
  arrivedOn: string,
): string {
  const days = bankDaysBetween(requestedOn, arrivedOn);
  const took = days === 0 ? 'the same bank day' : `in ${days} bank ${days === 1 ? 'day' : 'days'}`;
  return `Arrived ${took}, ${arrivedOn <= expected.latest ? 'within the promise' : 'later than promised'}.`;
}

function bankDaysBetween(from: string, to: string): number {
  let days = 0;
  while (days < BANK_DAYS_MAX && addBankDays(from, days) < to) days += 1;
  return days;
}
