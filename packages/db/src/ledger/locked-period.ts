// A period whose month end was signed is locked: what is dated into it later takes effect today, and says for which day
// it was meant (BK8). So is the time before the books of an account began, by a signed opening schedule (ADR 54). The one
// place that decides it; a trigger refuses what gets past it.
import { sql, type SQL } from 'drizzle-orm';
import type { BankDate } from '@makewhole/domain/bank-calendar';
import type { FirmId } from '@makewhole/domain/ids';

type Dated = { readonly firmId: FirmId; readonly at: Date; readonly effectiveOn?: BankDate | undefined };

/**
 * The days of a posting as a query of one row: effective_on, null for the day of recording, and for_date, null unless
 * the posting was moved out of a locked period.
 * @param bankAccountIds a query of the bank accounts that it moves
 */
export function postingDays({ firmId, at, effectiveOn }: Dated, bankAccountIds: SQL): SQL {
  const meant = sql`coalesce(${effectiveOn ?? null}::date, recorded_on)`;
  return sql`SELECT
      CASE WHEN ${meant} <= locked_until THEN greatest(recorded_on, locked_until + 1) ELSE ${effectiveOn ?? null}::date END
        AS effective_on,
      CASE WHEN ${meant} <= locked_until THEN ${meant} END AS for_date
    FROM (SELECT (${at.toISOString()}::timestamptz AT TIME ZONE f.time_zone)::date AS recorded_on,
        greatest((SELECT max(m.ending_on) FROM month_ends m WHERE m.firm_id = f.id AND m.status = 'signed'
            AND m.bank_account_id IN (${bankAccountIds})),
          (SELECT max(s.cut_over_on) FROM opening_schedules s WHERE s.firm_id = f.id AND s.status = 'signed'
            AND s.bank_account_id IN (${bankAccountIds}))) AS locked_until
      FROM firms f WHERE f.id = ${firmId}) AS days`;
}
