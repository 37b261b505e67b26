import { sql } from 'drizzle-orm';
import type { BankDate } from '@makewhole/domain/bank-calendar';
import { firms } from '../schema/firms.ts';
import { postings } from '../schema/ledger.ts';

/**
 * The day on which a posting took effect, YYYY-MM-DD: the one that the bank or the trust ledger shows, where somebody said
 * it, else the day on which it was recorded, in the firm's zone. For a query that joins the firm.
 */
export const EFFECTIVE_DAY = sql<BankDate>`coalesce(${postings.effectiveOn}, (${postings.at} AT TIME ZONE ${firms.timeZone})::date)`;
