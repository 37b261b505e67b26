// Which bank lines are a mistake of the bank or its correction, as a person has said.
import { and, eq, inArray, isNull, or, sql, type SQL } from 'drizzle-orm';
import type { BankLineId, FirmId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { bankCorrections } from '../schema/bank.ts';

/**
 * The standing correction that a bank line (l) is part of: the other line, its day and the reason; for a lateral join.
 */
export const CORRECTION_OF_LINE: SQL = sql`(SELECT o.id AS line_id, o.date AS day, k.reason
  FROM bank_corrections k JOIN bank_lines o ON o.firm_id = k.firm_id
    AND o.id = CASE WHEN k.mistake_line_id = l.id THEN k.correction_line_id ELSE k.mistake_line_id END
  WHERE k.firm_id = l.firm_id AND k.undone_at IS NULL AND l.id IN (k.mistake_line_id, k.correction_line_id)
  LIMIT 1)`;

/** Whether one of these lines is a mistake of the bank or its correction: then it is nothing in the books. */
export async function isBankMistake(
  tx: Db,
  { firmId }: { readonly firmId: FirmId },
  lineIds: readonly BankLineId[],
): Promise<boolean> {
  const { mistakeLineId, correctionLineId } = bankCorrections;
  const found = await tx
    .select({ id: bankCorrections.id })
    .from(bankCorrections)
    .where(
      and(
        eq(bankCorrections.firmId, firmId),
        isNull(bankCorrections.undoneAt),
        or(inArray(mistakeLineId, lineIds), inArray(correctionLineId, lineIds)),
      ),
    )
    .limit(1);
  return found.length > 0;
}
