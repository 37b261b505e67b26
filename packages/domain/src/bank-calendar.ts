// Federal Reserve bank days and the promises based on them (R7, B11). Dates are ISO calendar dates ("2026-11-27") in
// Eastern time, instants are RFC 3339 in UTC. Not for workflow code: it reads holiday data and time zones.
import { allForYear } from '@18f/us-federal-holidays';
import { Temporal } from 'temporal-polyfill';
import type { PaymentMethod } from './payments.ts';

/** A calendar date of the Federal Reserve, YYYY-MM-DD. */
export type BankDate = string;
/** A point in time, RFC 3339 UTC. */
export type Instant = string;

/** What a client may expect from a refund: day 0 is the bank day on which it starts (R7). */
export type RefundPromise = {
  readonly day0: BankDate;
  readonly earliest: BankDate;
  readonly latest: BankDate;
};

/** In how many bank days from day 0 the client has the credit, at the earliest and at the latest. */
export type CreditDays = { readonly from: number; readonly to: number };

const EASTERN = 'America/New_York';
const CUT_OFF_HOUR = 17;
const MORNING_HOUR = 9;
/** So many bank days after the last one that was promised a refund is late, and a person is notified (B11). */
const GRACE_BANK_DAYS: Record<PaymentMethod, number> = { card: 0, ach: 3 };

/** Whether the Federal Reserve settles on that date. Saturday holidays leave Friday open, Sunday ones close Monday. */
export function isBankDay(date: BankDate): boolean {
  const day = Temporal.PlainDate.from(date);
  if (day.dayOfWeek > 5) return false;
  return !holidaysOf(day.year).has(day.toString());
}

/**
 * The n-th bank day after a date; 0 gives the date itself if it is a bank day, else the next one.
 * @throws RangeError when n is negative or not an integer: such a count is a bug in our code or settings
 */
export function addBankDays(from: BankDate, bankDays: number): BankDate {
  if (!Number.isSafeInteger(bankDays) || bankDays < 0) {
    throw new RangeError(`${bankDays} is not a number of bank days: it must be a whole number from 0 up`);
  }
  let day = Temporal.PlainDate.from(from);
  if (bankDays === 0) while (!isBankDay(day.toString())) day = day.add({ days: 1 });
  for (let left = bankDays; left > 0;) {
    day = day.add({ days: 1 });
    if (isBankDay(day.toString())) left -= 1;
  }
  return day.toString();
}

/** The n-th calendar day after a date. */
export function addCalendarDays(from: BankDate, days: number): BankDate {
  return Temporal.PlainDate.from(from).add({ days }).toString();
}

/**
 * The promise for a refund requested (or accepted) at that instant: cut-off 17:00 Eastern (R7).
 * @param days what its processor needs (the capability `creditBankDays`), so that nothing is promised that it cannot keep
 */
export function promiseFor(at: Instant, { from, to }: CreditDays): RefundPromise {
  const day0 = dayZeroOf(at);
  return { day0, earliest: addBankDays(day0, from), latest: addBankDays(day0, to) };
}

function dayZeroOf(at: Instant): BankDate {
  const eastern = Temporal.Instant.from(at).toZonedDateTimeISO(EASTERN);
  const afterCutOff = eastern.hour >= CUT_OFF_HOUR;
  const today = eastern.toPlainDate().toString();
  return afterCutOff && isBankDay(today) ? addBankDays(today, 1) : addBankDays(today, 0);
}

/**
 * The instant from which a refund with that day 0 is late: the end of its last bank day, Eastern (B11). An ACH credit
 * has three more than were promised: two in which it can come back, and one.
 */
export function lateFrom(day0: BankDate, method: PaymentMethod, { to }: CreditDays): Instant {
  return endOfDay(addBankDays(day0, to + GRACE_BANK_DAYS[method]));
}

/** The instant from which to ask the processor itself how a refund accepted then came out: after its second bank day. */
export function askFrom(acceptedAt: Instant): Instant {
  return endOfDay(addBankDays(dayZeroOf(acceptedAt), ASK_AFTER_BANK_DAYS));
}

const ASK_AFTER_BANK_DAYS = 2;

/** Whether a refund accepted then should have a trace number by now: the eighth bank day from day 0 is over. */
export function isTraceOverdue(acceptedAt: Instant, now: Instant): boolean {
  return now >= endOfDay(addBankDays(dayZeroOf(acceptedAt), TRACE_WITHIN_BANK_DAYS));
}

const TRACE_WITHIN_BANK_DAYS = 8;

/**
 * The last day on which the client's bank may return an ACH payment as unauthorized: the first bank day after the
 * sixtieth calendar day from settlement. Returns for other reasons come within two bank days.
 */
export function returnableUntil(settledAt: Instant): BankDate {
  return addBankDays(addCalendarDays(bankDateOf(settledAt), UNAUTHORIZED_RETURN_DAYS), 1);
}

const UNAUTHORIZED_RETURN_DAYS = 60;

/**
 * The day by which a refund should have reached the processor: the issuer of a card is to hear of a credit within
 * seven business days (12 CFR 1026.12(e)), which count from the firm's word, not from the acceptance.
 */
export function mustBeSentBy(requestedAt: Instant): BankDate {
  return addBankDays(bankDateOf(requestedAt), MUST_BE_SENT_AFTER_BANK_DAYS);
}

/** Whether a refund that the processor still does not have must be looked at by a person. */
export function isSlowToBeSent(requestedAt: Instant, now: Instant): boolean {
  return bankDateOf(now) >= addBankDays(bankDateOf(requestedAt), SLOW_AFTER_BANK_DAYS);
}

const MUST_BE_SENT_AFTER_BANK_DAYS = 7;
const SLOW_AFTER_BANK_DAYS = 5;

/** 09:00 Eastern, n bank days after the instant's own Eastern date: the same day in every US zone. */
export function bankMorningAfter(at: Instant, bankDays: number): Instant {
  return atHour(addBankDays(bankDateOf(at), bankDays), MORNING_HOUR);
}

/** The instant when business closes on a date: the cut-off, 17:00 Eastern (R7). */
export function closeOfBusiness(date: BankDate): Instant {
  return atHour(date, CUT_OFF_HOUR);
}

/** The Eastern calendar date of an instant. */
export function bankDateOf(at: Instant): BankDate {
  return dateIn(at, EASTERN);
}

/** The calendar date of an instant in an IANA zone. */
export function dateIn(at: Instant, timeZone: string): BankDate {
  return Temporal.Instant.from(at).toZonedDateTimeISO(timeZone).toPlainDate().toString();
}

/** The instant when a date ends in Eastern time. */
export function endOfDay(date: BankDate): Instant {
  return startOfDay(Temporal.PlainDate.from(date).add({ days: 1 }).toString());
}

function startOfDay(date: BankDate): Instant {
  return Temporal.PlainDate.from(date).toZonedDateTime(EASTERN).toInstant().toString();
}

/** Cached: building a year's list costs more than everything else here, and each request needs several days. */
const holidaysByYear = new Map<number, ReadonlySet<BankDate>>();

function holidaysOf(year: number): ReadonlySet<BankDate> {
  const known = holidaysByYear.get(year);
  if (known !== undefined) return known;
  const observed = allForYear(year, { shiftSaturdayHolidays: false, shiftSundayHolidays: true });
  const dates = new Set(observed.map(({ dateString }) => dateString));
  holidaysByYear.set(year, dates);
  return dates;
}

/** That hour of a date, Eastern. */
export function atHour(date: BankDate, hour: number): Instant {
  const time = { timeZone: EASTERN, plainTime: { hour } };
  return Temporal.PlainDate.from(date).toZonedDateTime(time).toInstant().toString();
}
