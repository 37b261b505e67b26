// Which postings a line of the bank is: said by a person, or where only one pair fits, by Makewhole. The clearing date
// of a posting is the line's date (RP1).
import { and, eq, inArray, isNull } from 'drizzle-orm';
import { addCalendarDays, type BankDate } from '@makewhole/domain/bank-calendar';
import type { BankLineId, PrincipalId } from '@makewhole/domain/ids';
import { unambiguousPairs } from '@makewhole/domain/month-ends/match-lines';
import type { Db } from '../connect.ts';
import { appendFirmEvent } from '../events/append-firm-event.ts';
import { ENGINE } from '../events/append-refund-event.ts';
import { lockFirm } from '../firms/lock-firm.ts';
import { findCutOver } from '../ledger/account-opening.ts';
import { bankClearings, bankLines } from '../schema/bank.ts';
import { ledgerEntries } from '../schema/ledger.ts';
import { findUndone, insertClearings } from './bank-clearings.ts';
import { undoBankCorrection } from './bank-corrections.ts';
import { clearPayouts } from './clear-payouts.ts';
import { isFree, readBankLines } from './read-bank-lines.ts';
import { readJournal } from './read-journal.ts';
import type { AccountKey } from './cleared-postings.ts';

/** amounts_differ: the postings do not sum to the line; nothing is matched that does not. */
export type Cleared =
  | { readonly kind: 'cleared' }
  | { readonly kind: 'line_not_found' | 'posting_not_found' | 'amounts_differ' | 'matched_already' };

/** How far from a line the day of what it is matched with may be, beside what is still outstanding. */
const MATCHED_WITHIN_DAYS = 60;

/** Matches a line with all of its postings. The same match again changes nothing. */
export function clearLine(
  db: Db,
  account: AccountKey,
  { lineId, postingIds }: { readonly lineId: BankLineId; readonly postingIds: readonly string[] },
  by: { readonly actor: PrincipalId; readonly at: Date },
): Promise<Cleared> {
  return db.transaction(async (tx) => {
    await lockFirm(tx, account.firmId);
    const wanted = new Set(postingIds);
    const line = await findLine(tx, account, lineId);
    if (line === undefined) return { kind: 'line_not_found' };
    if (line.correction !== null) return { kind: 'matched_already' };
    if (line.postingIds.length > 0) {
      const isSame = wanted.size === line.postingIds.length && line.postingIds.every((id) => wanted.has(id));
      return { kind: isSame ? 'cleared' : 'matched_already' };
    }
    const from = addCalendarDays(line.date, -MATCHED_WITHIN_DAYS);
    const to = addCalendarDays(line.date, MATCHED_WITHIN_DAYS);
    const entries = await readJournal(tx, { ...account, from, to });
    const chosen = entries.filter(({ postingId }) => wanted.has(postingId));
    if (chosen.length !== wanted.size) return { kind: 'posting_not_found' };
    if (chosen.some(({ clearedOn }) => clearedOn !== null)) return { kind: 'matched_already' };
    const total = chosen.reduce((sum, { amount }) => sum + amount, 0);
    if (total !== line.amount) return { kind: 'amounts_differ' };
    await insertClearings(
      tx,
      account,
      [...wanted].map((postingId) => ({ lineId, postingId })),
      by,
    );
    await appendFirmEvent(
      tx,
      { firmId: account.firmId, principalId: by.actor, at: by.at },
      {
        type: 'bank_line.matched',
        data: { bankAccountId: account.bankAccountId, lineId, postingIds: [...wanted] },
      },
    );
    return { kind: 'cleared' };
  });
}

async function findLine(tx: Db, account: AccountKey, lineId: BankLineId) {
  const [known] = await tx
    .select({ date: bankLines.date })
    .from(bankLines)
    .where(
      and(
        eq(bankLines.firmId, account.firmId),
        eq(bankLines.bankAccountId, account.bankAccountId),
        eq(bankLines.id, lineId),
      ),
    );
  if (known === undefined) return undefined;
  const { date } = known;
  const ofDay = await readBankLines(tx, { ...account, from: date, to: date, begunOn: date });
  return ofDay.find((one) => one.lineId === lineId);
}

/** Undoes the match of a line, with its postings or with a correction of the bank. @returns false if it has none that can be undone here */
export function undoClearing(
  db: Db,
  { firmId, bankAccountId }: AccountKey,
  lineId: BankLineId,
  { actor, at }: { readonly actor: PrincipalId; readonly at: Date },
): Promise<boolean> {
  return db.transaction(async (tx) => {
    if (await undoBankCorrection(tx, { firmId, bankAccountId }, lineId, { actor, at })) return true;
    const undone = await tx
      .update(bankClearings)
      .set({ undoneBy: actor, undoneAt: at })
      .where(
        and(
          eq(bankClearings.firmId, firmId),
          eq(bankClearings.bankAccountId, bankAccountId),
          eq(bankClearings.lineId, lineId),
          isNull(bankClearings.undoneAt),
        ),
      )
      .returning({ postingId: bankClearings.postingId });
    if (undone.length === 0) return false;
    const postingIds = undone.map(({ postingId }) => postingId);
    await appendFirmEvent(
      tx,
      { firmId, principalId: actor, at },
      { type: 'bank_line.match_undone', data: { bankAccountId, lineId, postingIds } },
    );
    return true;
  });
}

/** A posting is looked for some days beside the period: the bank may show it later. */
const BESIDE_DAYS = 14;

/**
 * Matches payouts, and then what only one pair fits, in a statement period. Transfers of refunds are left to their own
 * task, and so is what a person undid. What a company that nets moved reaches the bank with its payout alone.
 */
export async function clearUnambiguous(
  tx: Db,
  account: AccountKey,
  { from, to }: { readonly from: BankDate; readonly to: BankDate },
  at: Date,
): Promise<void> {
  await clearPayouts(tx, account, { from, to }, at);
  const lines = await readBankLines(tx, { ...account, from, to, begunOn: from });
  const around = { from: addCalendarDays(from, -BESIDE_DAYS), to: addCalendarDays(to, BESIDE_DAYS) };
  const entries = await readJournal(tx, { ...account, ...around });
  const undone = await findUndone(tx, account);
  const inBalance = await findInBalance(
    tx,
    entries.map(({ postingId }) => postingId),
  );
  const cutOverOn = await findCutOver(tx, account);
  // What the bank showed by the cut-over is in the opening balances (ADR 54).
  const isAfter = ({ date }: { readonly date: BankDate }) => cutOverOn === null || date > cutOverOn;
  const pairs = unambiguousPairs(
    lines
      .filter((line) => isFree(line) && isAfter(line))
      .map(({ lineId, date, amount }) => ({ id: lineId, on: date, amount })),
    entries
      .filter(({ postingId, clearedOn, isTakenBack, step, refundId, on }) => {
        const isOwnTask = step === 'trust_payment' && refundId !== null;
        const isMatchable = clearedOn === null && !isTakenBack && !isOwnTask && on >= around.from;
        return isMatchable && !inBalance.has(postingId);
      })
      // What was moved out of a locked period is shown by the bank around the day that was meant.
      .map(({ postingId, on, forDate, amount }) => ({ id: postingId, on: forDate ?? on, amount })),
  );
  const wanted = pairs.filter(({ lineId, postingId }) => !undone.has(`${lineId} ${postingId}`));
  await insertClearings(tx, account, wanted, { actor: ENGINE, at });
}

async function findInBalance(tx: Db, postingIds: readonly string[]): Promise<ReadonlySet<string>> {
  if (postingIds.length === 0) return new Set();
  const rows = await tx
    .selectDistinct({ postingId: ledgerEntries.postingId })
    .from(ledgerEntries)
    .where(
      and(inArray(ledgerEntries.postingId, [...postingIds]), eq(ledgerEntries.account, 'processor_balance')),
    );
  return new Set(rows.map(({ postingId }) => postingId));
}
