// Where the books of a trust account begin, and up to where they are signed (ADR 54, BK8).
import { and, eq, max } from 'drizzle-orm';
import type { BankDate } from '@makewhole/domain/bank-calendar';
import type { BankAccountId, FirmId } from '@makewhole/domain/ids';
import type { Money } from '@makewhole/domain/money';
import type { Db } from '../connect.ts';
import { monthEnds } from '../schema/month-ends.ts';
import { openingSchedules } from '../schema/opening-schedules.ts';

type TrustAccountKey = { readonly firmId: FirmId; readonly bankAccountId: BankAccountId };

type SignedOpening = {
  /** The cut-over: the last day that it contains. */
  readonly endingOn: BankDate;
  /** Of the bank's statement on that day. */
  readonly closingBalance: Money;
};

/** The signed opening schedule of a trust account; null if its books have no opening. */
export async function findSignedOpening(
  tx: Db,
  { firmId, bankAccountId }: TrustAccountKey,
): Promise<SignedOpening | null> {
  const [signed] = await tx
    .select({ endingOn: openingSchedules.cutOverOn, closingBalance: openingSchedules.statementBalance })
    .from(openingSchedules)
    .where(
      and(
        eq(openingSchedules.firmId, firmId),
        eq(openingSchedules.bankAccountId, bankAccountId),
        eq(openingSchedules.status, 'signed'),
      ),
    );
  return signed ?? null;
}

/** The last day that the signed opening schedule of a trust account contains; null if its books have no opening. */
export async function findCutOver(tx: Db, account: TrustAccountKey): Promise<BankDate | null> {
  return (await findSignedOpening(tx, account))?.endingOn ?? null;
}

/** The ending date of the account's last signed month end; null if none is signed. */
export async function findLockedUntil(
  tx: Db,
  { firmId, bankAccountId }: TrustAccountKey,
): Promise<BankDate | null> {
  const [row] = await tx
    .select({ until: max(monthEnds.endingOn) })
    .from(monthEnds)
    .where(
      and(
        eq(monthEnds.firmId, firmId),
        eq(monthEnds.bankAccountId, bankAccountId),
        eq(monthEnds.status, 'signed'),
      ),
    );
  return row?.until ?? null;
}
