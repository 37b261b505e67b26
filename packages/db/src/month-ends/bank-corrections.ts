// A mistake of the bank and its correction: two lines of an account that cancel each other out and are nothing in the
// books. A person says that they are, and why; Makewhole never assumes it, because a theft and its return look the same.
import { and, eq, isNull, or, sql } from 'drizzle-orm';
import type { BankDate } from '@makewhole/domain/bank-calendar';
import type { BankLineId, PrincipalId } from '@makewhole/domain/ids';
import { negate, type Money } from '@makewhole/domain/money';
import { lineStands } from '../ledger/standing-bank-lines.ts';
import type { Db } from '../connect.ts';
import { appendFirmEvent } from '../events/append-firm-event.ts';
import { lockFirm } from '../firms/lock-firm.ts';
import { CORRECTION_OF_LINE } from '../ledger/bank-mistakes.ts';
import { newId } from '../new-id.ts';
import { bankCorrections } from '../schema/bank.ts';
import { amountOf, clearedPostings, type AccountKey } from './cleared-postings.ts';

export type BankCorrection = {
  readonly mistakeLineId: BankLineId;
  readonly correctionLineId: BankLineId;
  /** What the bank did wrong, as the person found out. */
  readonly reason: string;
};

/** amounts_differ: they do not cancel each other out. wrong_order: the correction is dated before the mistake. */
export type Corrected =
  | { readonly kind: 'corrected' }
  | { readonly kind: 'line_not_found' | 'amounts_differ' | 'wrong_order' | 'matched_already' };

/** Records that one line corrects the other. The same again changes nothing. */
export function recordBankCorrection(
  db: Db,
  account: AccountKey,
  { mistakeLineId, correctionLineId, reason }: BankCorrection,
  { actor, at }: { readonly actor: PrincipalId; readonly at: Date },
): Promise<Corrected> {
  return db.transaction(async (tx): Promise<Corrected> => {
    await lockFirm(tx, account.firmId);
    const mistake = await findLine(tx, account, mistakeLineId);
    const correction = await findLine(tx, account, correctionLineId);
    if (mistake === null || correction === null || mistakeLineId === correctionLineId) {
      return { kind: 'line_not_found' };
    }
    if (mistake.correctedBy === correctionLineId && correction.correctedBy === mistakeLineId) {
      return { kind: 'corrected' };
    }
    if (mistake.isTaken || correction.isTaken) return { kind: 'matched_already' };
    if (mistake.amount !== negate(correction.amount)) return { kind: 'amounts_differ' };
    if (correction.date < mistake.date) return { kind: 'wrong_order' };
    const { firmId, bankAccountId } = account;
    await tx.insert(bankCorrections).values({
      id: newId<string>('bco'),
      ...{ firmId, bankAccountId, mistakeLineId, correctionLineId, reason },
      ...{ matchedBy: actor, matchedAt: at },
    });
    await appendFirmEvent(
      tx,
      { firmId, principalId: actor, at },
      { type: 'bank_line.corrected', data: { bankAccountId, mistakeLineId, correctionLineId } },
    );
    return { kind: 'corrected' };
  });
}

/** Undoes the correction that a line is part of. @returns false if it is part of none */
export async function undoBankCorrection(
  tx: Db,
  { firmId, bankAccountId }: AccountKey,
  lineId: BankLineId,
  { actor, at }: { readonly actor: PrincipalId; readonly at: Date },
): Promise<boolean> {
  const { mistakeLineId, correctionLineId, undoneAt } = bankCorrections;
  const [undone] = await tx
    .update(bankCorrections)
    .set({ undoneBy: actor, undoneAt: at })
    .where(
      and(
        eq(bankCorrections.firmId, firmId),
        eq(bankCorrections.bankAccountId, bankAccountId),
        or(eq(mistakeLineId, lineId), eq(correctionLineId, lineId)),
        isNull(undoneAt),
      ),
    )
    .returning({ mistakeLineId, correctionLineId });
  if (undone === undefined) return false;
  await appendFirmEvent(
    tx,
    { firmId, principalId: actor, at },
    { type: 'bank_line.correction_undone', data: { bankAccountId, ...undone } },
  );
  return true;
}

type Line = {
  readonly date: BankDate;
  readonly amount: Money;
  readonly correctedBy: string | null;
  /** Whether it is a posting, the end of a transfer, or part of a correction. */
  readonly isTaken: boolean;
};

async function findLine(tx: Db, account: AccountKey, lineId: BankLineId): Promise<Line | null> {
  const { firmId, bankAccountId } = account;
  const [row] = await tx.execute<Omit<Line, 'amount'> & { readonly amount: string }>(sql`
    SELECT l.date::text AS date, l.amount, c.line_id AS "correctedBy",
      (c.line_id IS NOT NULL OR EXISTS (SELECT FROM ${clearedPostings(account)} p WHERE p.line_id = l.id)
        OR EXISTS (SELECT FROM bank_matches m WHERE m.firm_id = l.firm_id
          AND l.id IN (m.trust_line_id, m.operating_line_id) AND m.undone_at IS NULL)) AS "isTaken"
    FROM bank_lines l LEFT JOIN LATERAL ${CORRECTION_OF_LINE} c ON true
    WHERE l.firm_id = ${firmId} AND l.bank_account_id = ${bankAccountId} AND l.id = ${lineId}
      AND ${lineStands()}`);
  return row === undefined ? null : { ...row, amount: amountOf(row.amount) };
}
