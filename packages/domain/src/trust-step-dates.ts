// The days on which a trust step can have been done: not before its refund was requested, not before the steps before
// it, not after the steps after it, and not in the future (R5). Dates are YYYY-MM-DD.
import type { BankDate } from './bank-calendar.ts';
import { TRUST_MOVES, type TrustMove } from './obligations.ts';

export type DatedMove = { readonly step: TrustMove; readonly date: BankDate };

/** What bounds the date of a step. */
export type StepSurroundings = {
  /** The day of the request, in the firm's zone; for a loss, the day on which the bank took the money. */
  readonly requestedOn: BankDate;
  /** What happened on that day, if not the request of a refund. */
  readonly because?: string;
  /** The latest day that is not in the future. */
  readonly today: BankDate;
  /** The recorded steps, in any order, possibly including the step itself. */
  readonly recorded: readonly DatedMove[];
};

/** The first and the last possible day; if the first is later than the last, no day is possible. */
export type DateRange = { readonly earliest: BankDate; readonly latest: BankDate };

const NAMES: Record<TrustMove, string> = {
  payment: 'the trust payment',
  deposit: 'the deposit',
  transfer: 'the transfer',
  restore: 'the transfer back to trust',
};

/** The days on which a step can have been done. */
export function stepDateRange(step: TrustMove, around: StepSurroundings): DateRange {
  const { before, after } = neighboursOf(step, around.recorded);
  return {
    earliest: latestOf([around.requestedOn, ...before.map(({ date }) => date)]),
    latest: earliestOf([around.today, ...after.map(({ date }) => date)]),
  };
}

/** Why a step cannot have been done on that day, in words for a person; null if it can. */
export function stepDateFault(step: TrustMove, date: BankDate, around: StepSurroundings): string | null {
  const cannot = `A date of ${date} cannot be right for ${NAMES[step]}`;
  const { before, after } = neighboursOf(step, around.recorded);
  const earlier = before.find((one) => date < one.date);
  const later = after.find((one) => one.date < date);
  if (date < around.requestedOn) {
    return `${cannot}: ${around.because ?? 'the refund was requested on'} ${around.requestedOn}. Send the day that the bank or the trust ledger shows.`;
  }
  if (date > around.today) {
    return `${cannot}: that day has not come. Record the step once it is done.`;
  }
  if (earlier !== undefined) {
    return `${cannot}: ${NAMES[earlier.step]} comes before it, and is dated ${earlier.date}.`;
  }
  if (later !== undefined) {
    return `${cannot}: ${NAMES[later.step]} comes after it, and is dated ${later.date}. If that one is wrong, correct it first.`;
  }
  return null;
}

function neighboursOf(step: TrustMove, recorded: readonly DatedMove[]) {
  const place = TRUST_MOVES.indexOf(step);
  const placeOf = (move: DatedMove) => TRUST_MOVES.indexOf(move.step);
  return {
    before: recorded.filter((move) => placeOf(move) < place),
    after: recorded.filter((move) => placeOf(move) > place),
  };
}

/** ISO dates sort chronologically. */
function latestOf(dates: readonly BankDate[]): BankDate {
  return dates.reduce((one, other) => (one < other ? other : one));
}

function earliestOf(dates: readonly BankDate[]): BankDate {
  return dates.reduce((one, other) => (other < one ? other : one));
}
