import { sql } from 'drizzle-orm';
import type { BankDate } from '@makewhole/domain/bank-calendar';
import { firms } from '../schema/firms.ts';
import { postings } from '../schema/ledger.ts';

/**
 * The day on which a posting took effect, YYYY-MM-DD: the day that the bank or the trust ledger shows, if a person
 * recorded one, else the day of recording in the firm's zone. For queries that join the firm.
 */
export const EFFECTIVE_DAY = sql<BankDate>`coalesce(${postings.effectiveOn}, (${postings.at} AT TIME ZONE ${firms.timeZone})::date)`;

/** The same in a query that calls the posting p and its firm f. */
export const EFFECTIVE_DAY_OF = sql`coalesce(p.effective_on, (p.at AT TIME ZONE f.time_zone)::date)`;
