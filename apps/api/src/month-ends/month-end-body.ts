import type { MonthEndRow } from '@makewhole/db/month-ends/find-month-ends';
import type { Binder } from '@makewhole/db/month-ends/read-binder';
import { monthEndBinderSchema, type MonthEndBinderBody, type MonthEndBody } from './schemas.ts';

/** @param title what its paper is called: see readTitles */
export function monthEndBody(row: MonthEndRow, title: string): MonthEndBody {
  const { id, bankAccountId, version, scope, status, periodStart, endingOn } = row;
  const { openingBalance, closingBalance, previousClosing } = row;
  const { preparedBy, preparerPosition, preparerMayTransfer, explanation } = row;
  const { signedBy, barNumber, barState, contentHash } = row;
  return {
    ...{ id, bankAccountId, version, title, scope, status, periodStart, endingOn },
    ...{ openingBalance, closingBalance, previousClosing },
    ...{ preparedBy, preparerPosition, preparerMayTransfer, explanation },
    preparedAt: row.preparedAt?.toISOString() ?? null,
    ...{ signedBy, barNumber, barState, contentHash },
    signedAt: row.signedAt?.toISOString() ?? null,
  };
}

const contentSchema = monthEndBinderSchema.pick({
  reconciledHash: true,
  lines: true,
  agrees: true,
  differences: true,
  sections: true,
});

/** A signed month end as it was prepared; another one as it is now. */
export function monthEndBinderBody(
  row: MonthEndRow,
  title: string,
  computed: Binder | null,
): MonthEndBinderBody {
  const content =
    computed === null ? row.content : { ...computed.content, reconciledHash: computed.reconciledHash };
  return { ...monthEndBody(row, title), ...contentSchema.parse(content) };
}
