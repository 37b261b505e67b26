// Ends whatever is matched with lines that were set aside. Each match is undone, never deleted; a transfer of a refund
// that was proved by one owes its lines again (R5).
import { and, eq, isNull, or, sql, type Column } from 'drizzle-orm';
import type { BankLineId, FirmId, PrincipalId, RefundId } from '@makewhole/domain/ids';
import { BANK_MATCH_AGAIN_SUMMARY } from '@makewhole/domain/obligation-summaries';
import type { Db } from '../connect.ts';
import { appendEvent } from '../events/append-refund-event.ts';
import { lockRefund } from '../lock-refund.ts';
import { findReimbursedLeg } from '../ledger/refund-postings.ts';
import { openObligations } from '../obligations/open-and-complete.ts';
import { bankClearings, bankCorrections, bankMatches } from '../schema/bank.ts';
import { refunds } from '../schema/refunds.ts';

type Ending = {
  readonly firmId: FirmId;
  /** The statement that is set aside. */
  readonly statementId: string;
  readonly lineIds: readonly BankLineId[];
  readonly actor: PrincipalId;
  readonly at: Date;
};

export type EndedMatches = {
  /** Matches of lines with postings, and of a mistake of the bank with its correction. */
  readonly matches: number;
  /** The refunds whose transfer owes its two lines again. */
  readonly reopened: readonly RefundId[];
};

export async function endLineMatches(tx: Db, ending: Ending): Promise<EndedMatches> {
  const { firmId, lineIds, actor: undoneBy, at: undoneAt } = ending;
  const isOneOf = (column: Column) => sql`${column} = ANY(${sql.param(lineIds)}::text[])`;
  const clearings = await tx
    .update(bankClearings)
    .set({ undoneBy, undoneAt })
    .where(
      and(eq(bankClearings.firmId, firmId), isNull(bankClearings.undoneAt), isOneOf(bankClearings.lineId)),
    )
    .returning({ lineId: bankClearings.lineId });
  const corrections = await tx
    .update(bankCorrections)
    .set({ undoneBy, undoneAt })
    .where(
      and(
        eq(bankCorrections.firmId, firmId),
        isNull(bankCorrections.undoneAt),
        or(isOneOf(bankCorrections.mistakeLineId), isOneOf(bankCorrections.correctionLineId)),
      ),
    )
    .returning({ id: bankCorrections.id });
  const matched = await tx
    .select({ refundId: bankMatches.refundId })
    .from(bankMatches)
    .where(
      and(
        eq(bankMatches.firmId, firmId),
        isNull(bankMatches.undoneAt),
        or(isOneOf(bankMatches.trustLineId), isOneOf(bankMatches.operatingLineId)),
      ),
    )
    .orderBy(bankMatches.refundId);
  const reopened: RefundId[] = [];
  for (const { refundId } of matched) {
    if (await endTransferMatch(tx, ending, refundId)) reopened.push(refundId);
  }
  const lines = new Set(clearings.map(({ lineId }) => lineId)).size;
  return { matches: lines + corrections.length + matched.length, reopened };
}

/** @returns whether the refund owes the match again: one that failed does not, as its transfer is taken back */
async function endTransferMatch(
  tx: Db,
  { firmId, statementId, actor, at }: Ending,
  refundId: RefundId,
): Promise<boolean> {
  const key = { firmId, refundId };
  const row = await lockRefund(tx, key);
  const [ended] = await tx
    .update(bankMatches)
    .set({ undoneBy: actor, undoneAt: at })
    .where(
      and(eq(bankMatches.firmId, firmId), eq(bankMatches.refundId, refundId), isNull(bankMatches.undoneAt)),
    )
    .returning();
  if (ended === undefined) return false;
  const { trustLineId, operatingLineId } = ended;
  const data = { statementId, trustLineId, operatingLineId };
  await appendEvent(tx, key, { type: 'bank_match.undone', actor, at, data });
  const leg = await findReimbursedLeg(tx, row);
  if (row.status === 'failed' || leg === null) return false;
  // After the closing, its workflow runs again from the row (ADR 8).
  if (row.closedAt !== null) {
    await tx
      .update(refunds)
      .set({ closedAt: null })
      .where(and(eq(refunds.firmId, firmId), eq(refunds.id, refundId)));
  }
  // An obligation of its own, which a workflow that saw the first one completed learns of as of any other.
  const { amount } = leg;
  const again = {
    kind: 'bank_match',
    subject: statementId,
    summary: BANK_MATCH_AGAIN_SUMMARY,
    amount,
  } as const;
  await openObligations(tx, key, [again], at);
  return true;
}
