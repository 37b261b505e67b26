import type { ProcessorCapabilities } from '@makewhole/domain/processor-capabilities';

/** Cards have no limit that Stripe names; an ACH debit is refunded within half a year. */
export const REFUND_WINDOW_DAYS: ProcessorCapabilities['refundWindowDays'] = { card: null, ach: 180 };
