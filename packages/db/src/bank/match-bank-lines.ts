import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import { isEndOf, isOfThatTime } from '@makewhole/domain/bank-lines';
import type { BankLineId, FirmId, PrincipalId } from '@makewhole/domain/ids';
import type { CommandResult } from '@makewhole/domain/contracts/refund';
import type { Db } from '../connect.ts';
import type { ObligationRow } from '../obligations/find-obligation.ts';
import { ownAuthorizationMessage, refusal } from '@makewhole/domain/contracts/command-refusals';
import { refundKeyOf, type RefundRow } from '../lock-refund.ts';
import { findTrustLeg } from '../ledger/refund-postings.ts';
import { completeObligation } from '../obligations/open-and-complete.ts';
import { isBankMistake } from '../ledger/bank-mistakes.ts';
import { moveOfRefund } from '../trust/moves-to-authorize.ts';
import { findWhoMustMatch } from '../trust/separation.ts';
import { findStepRecords } from '../trust/trust-step-records.ts';
import { bankLines, bankMatches } from '../schema/bank.ts';
import { lineStands } from '../ledger/standing-bank-lines.ts';

export type BankMatchBody = { readonly trustLineId: BankLineId; readonly operatingLineId: BankLineId };

/**
 * Records a person's match of two lines to the refund's transfer; a line can belong to only one. The trust line must be
 * of the account that the money left in the books: in another one, it is other clients' money.
 */
export async function matchBankLines(
  tx: Db,
  row: RefundRow,
  obligation: ObligationRow,
  { trustLineId, operatingLineId }: BankMatchBody,
  by: { readonly actor: PrincipalId; readonly at: Date },
): Promise<CommandResult> {
  const { firmId, id: refundId } = row;
  if (obligation.status === 'done') {
    const [made] = await tx
      .select()
      .from(bankMatches)
      .where(
        and(eq(bankMatches.firmId, firmId), eq(bankMatches.refundId, refundId), isNull(bankMatches.undoneAt)),
      );
    const same = made?.trustLineId === trustLineId && made.operatingLineId === operatingLineId;
    return same ? { ok: true } : refusal('already_decided');
  }
  const leg = await findTrustLeg(tx, row);
  if (leg === null) return refusal('no_such_obligation');
  const colleague = await findWhoMustMatch(tx, row, by);
  if (colleague !== null) return refusal('own_authorization', ownAuthorizationMessage(colleague));
  const lines = await findLines(tx, firmId, [trustLineId, operatingLineId]);
  const { fromAccountId } = await moveOfRefund(tx, row, obligation, 'transfer');
  const trust = lines.find(({ id, bankAccountId }) => id === trustLineId && bankAccountId === fromAccountId);
  const operating = lines.find(({ id, account }) => id === operatingLineId && account === 'operating');
  const transfer = await findTransfer(tx, row);
  if (transfer === null) return refusal('no_such_obligation');
  const fits = [trust, operating].every(
    (line) => line !== undefined && isEndOf(line, leg) && isOfThatTime(line, transfer),
  );
  if (!fits) return refusal('lines_do_not_match');
  if (await isBankMistake(tx, row, [trustLineId, operatingLineId])) return refusal('line_matched_already');
  const nth = sql`(SELECT count(*) + 1 FROM bank_matches m WHERE m.firm_id = ${firmId} AND m.refund_id = ${refundId})`;
  const matched = await tx
    .insert(bankMatches)
    .values({ firmId, refundId, nth, trustLineId, operatingLineId, matchedBy: by.actor, matchedAt: by.at })
    .onConflictDoNothing()
    .returning({ refundId: bankMatches.refundId });
  if (matched.length === 0) return refusal('line_matched_already');
  await completeObligation(tx, obligation, { ...by, data: { trustLineId, operatingLineId } });
  return { ok: true };
}

async function findTransfer(tx: Db, row: RefundRow) {
  const recorded = await findStepRecords(tx, refundKeyOf(row));
  return recorded.find(({ step }) => step === 'transfer') ?? null;
}

function findLines(tx: Db, firmId: FirmId, ids: readonly BankLineId[]) {
  return tx
    .select()
    .from(bankLines)
    .where(and(eq(bankLines.firmId, firmId), inArray(bankLines.id, [...ids]), lineStands(bankLines.id)));
}
