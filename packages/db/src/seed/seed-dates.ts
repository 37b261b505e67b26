// Dates of seeded records: counted back from `now` in Eastern calendar days, at office hours, so that each lies in the
// past and on the right side of each rule, whatever the hour, the end of the month or a clock change.
import {
  addBankDays,
  bankDateOf,
  closeOfBusiness,
  isBankDay,
  type BankDate,
} from '@makewhole/domain/bank-calendar';
import type { PaymentMethod } from '@makewhole/domain/payments';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** How long the processor takes to pay the money out to the firm's account. */
const SETTLES_AFTER_BANK_DAYS: Record<PaymentMethod, number> = { card: 2, ach: 4 };
/** Nine in the morning. */
const MORNING = 8 * 60;

/** The date that many calendar days before an instant's own Eastern date. */
export function dateDaysAgo(now: Date, days: number): BankDate {
  const today = Date.parse(`${bankDateOf(now.toISOString())}T00:00:00Z`);
  return new Date(today - days * DAY_MS).toISOString().slice(0, 10);
}

/** That many minutes before the office closes on a date (17:00 Eastern). */
export function beforeClose(date: BankDate, minutes: number): Date {
  return new Date(Date.parse(closeOfBusiness(date)) - minutes * MINUTE_MS);
}

/** When the money of a payment captured at that instant arrives: the morning of its bank day. */
export function settlementOf(capturedAt: Date, method: PaymentMethod): Date {
  const bankDays = SETTLES_AFTER_BANK_DAYS[method];
  return beforeClose(addBankDays(bankDateOf(capturedAt.toISOString()), bankDays), MORNING);
}

/**
 * The morning of the last bank day before an instant's own date: a payment that settled then has at most one bank day
 * behind it, so an ACH payment is always inside its return window (B7).
 */
export function lastSettlementMorning(now: Date): Date {
  let days = 1;
  while (!isBankDay(dateDaysAgo(now, days))) days += 1;
  return beforeClose(dateDaysAgo(now, days), MORNING);
}
