// The range of days and of amounts that narrows Payment History: as a person types it, and as the API takes it.
import { parseDate } from '@internationalized/date';
import { parseAmount } from '#lib/money-input.ts';

/**
 * As typed; empty if an end is open. Days as a date input has them, 2026-11-24, and dollars. Both ends are included.
 */
export type RangeText = {
  readonly from: string;
  readonly to: string;
  readonly min: string;
  readonly max: string;
};
export type RangeFaults = Partial<Record<keyof RangeText, string>>;

/** Instants in RFC 3339, the last one excluded; amounts in minor units, both included. */
export type Ranges = { from?: string; to?: string; minAmount?: number; maxAmount?: number };

const NO_DAY = 'Enter a day as year-month-day, like 2026-11-24.';
const NO_AMOUNT = 'Enter dollars and cents, like 1250 or 1,250.50.';

/** @param timeZone the firm's zone, which the days are in */
export function readRanges(
  text: RangeText,
  timeZone: string,
): { readonly ok: true; readonly ranges: Ranges } | { readonly ok: false; readonly faults: RangeFaults } {
  const from = dayOf(text.from);
  const to = dayOf(text.to);
  const min = amountOf(text.min);
  const max = amountOf(text.max);
  const faults: RangeFaults = {
    ...(from === null && { from: NO_DAY }),
    ...(to === null && { to: NO_DAY }),
    ...(from && to && from.compare(to) > 0 && { to: 'The last day is before the first one.' }),
    ...(min === null && { min: NO_AMOUNT }),
    ...(max === null && { max: NO_AMOUNT }),
    ...(isNumber(min) && isNumber(max) && min > max && { max: 'The most is less than the least.' }),
  };
  if (Object.keys(faults).length > 0) return { ok: false, faults };
  return {
    ok: true,
    ranges: {
      ...(from && { from: from.toDate(timeZone).toISOString() }),
      ...(to && { to: to.add({ days: 1 }).toDate(timeZone).toISOString() }),
      ...(isNumber(min) && { minAmount: min }),
      ...(isNumber(max) && { maxAmount: max }),
    },
  };
}

/** Undefined for an open end, null for a day that no payment can have. */
function dayOf(text: string) {
  if (text === '') return undefined;
  if (!/^[12]\d{3}-\d\d-\d\d$/.test(text)) return null;
  try {
    return parseDate(text);
  } catch {
    return null;
  }
}

function amountOf(text: string): number | null | undefined {
  return text === '' ? undefined : parseAmount(text);
}

function isNumber(value: number | null | undefined): value is number {
  return typeof value === 'number';
}
