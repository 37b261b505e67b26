// A lawyer replenished a trust account that was short (B4): the firm's own money, never more than the shortage, with
// the bank's own evidence. The client then owes it to the firm.
import { and, eq, inArray, isNull, or, sql } from 'drizzle-orm';
import { dateIn } from '@makewhole/domain/bank-calendar';
import { isEndOf, isOfThatTime } from '@makewhole/domain/bank-lines';
import {
  asId,
  type BankAccountId,
  type BankLineId,
  type FirmId,
  type MatterId,
  type ObligationId,
} from '@makewhole/domain/ids';
import { replenish, replenishFirmLedger } from '@makewhole/domain/losses';
import { money, negate, type Money } from '@makewhole/domain/money';
import { isOfTrustAccount } from '@makewhole/domain/is-of-trust-account';
import { lineStands } from '../ledger/standing-bank-lines.ts';
import { appendFirmEvent } from '../events/append-firm-event.ts';
import type { Db } from '../connect.ts';
import { findFirm } from '../firms/find-firm.ts';
import { insertPosting } from '../ledger/insert-posting.ts';
import { postForPayment } from './payment-postings.ts';
import {
  completePaymentTask,
  type CompletedBy,
  type TaskCompleted,
  type TaskRefused,
} from '../obligations/complete-payment-task.ts';
import { isBankMistake } from '../ledger/bank-mistakes.ts';
import { findEvidenceHash } from '../evidence/find-evidence.ts';
import type { PaymentTaskRow } from '../obligations/payment-tasks.ts';
import { bankLines, bankMatches } from '../schema/bank.ts';
import { obligations } from '../schema/obligations.ts';
import { lockTrustMoney, type MatterKey } from './matter-totals.ts';
import { findShortage, followShortage, type Shortage } from './shortage.ts';
import {
  followFirmLedger,
  findTrustLedger,
  lockTrustAccount,
  type TrustAccountKey,
} from './trust-ledgers.ts';
import { lastDayThatHasCome } from './trust-step-records.ts';

/** The transfer from operating to trust, with its evidence: both bank lines, or a file. */
export type Replenishment = {
  readonly amount: Money;
  /** YYYY-MM-DD */
  readonly date: string;
  readonly reference: string;
  readonly note?: string;
} & (
  { readonly evidenceId: string } | { readonly trustLineId: BankLineId; readonly operatingLineId: BankLineId }
);

/** Completes the task with a transfer. If it was less than the shortage, the rest is a new task. */
export function replenishTrust(
  db: Db,
  task: { readonly firmId: FirmId; readonly id: ObligationId },
  by: Omit<CompletedBy, 'answer'>,
  made: Replenishment,
): Promise<TaskCompleted> {
  const key = { ...task, kind: 'trust_replenish' } as const;
  return completePaymentTask(
    db,
    key,
    { ...by, answer: made },
    {
      lock: async (tx, row) => {
        const ledger = ledgerOf(row);
        if ('matterId' in ledger) await lockTrustMoney(tx, ledger);
        else await lockTrustAccount(tx, ledger);
      },
      check: (tx, row) => checkReplenishment(tx, row, made, by.at),
      post: (tx, row) => postReplenishment(tx, row, made, by),
    },
  );
}

/** What is short: a matter's ledger, or the firm's own in a trust account (ADR 34). */
function ledgerOf({
  firmId,
  kind,
  subject,
}: Pick<PaymentTaskRow, 'firmId' | 'kind' | 'subject'>): MatterKey | TrustAccountKey {
  return isOfTrustAccount({ kind, subject })
    ? { firmId, bankAccountId: asId<BankAccountId>(subject) }
    : { firmId, matterId: asId<MatterId>(subject) };
}

async function checkReplenishment(
  tx: Db,
  row: PaymentTaskRow,
  made: Replenishment,
  at: Date,
): Promise<TaskRefused | null> {
  const { firmId, openedAt } = row;
  const { amount: shortage, account } = await shortageOf(tx, ledgerOf(row));
  if (made.amount > shortage) return { kind: 'exceeds_shortage', shortage };
  const { timeZone } = await findFirm(tx, { firmId });
  const [earliest, latest] = [dayBefore(openedAt, timeZone), lastDayThatHasCome(at, timeZone)];
  if (made.date < earliest || made.date > latest) {
    const message = `The transfer cannot have been made on ${made.date}: the shortage became known after ${earliest}, and that day must have come.`;
    return { kind: 'date_out_of_range', message };
  }
  return 'trustLineId' in made ? checkLines(tx, { firmId, account }, made) : null;
}

/** The bank shows the loss before we hear of it, so the firm may have acted sooner. */
const HEARD_AFTER_DAYS = 10;
const DAY_MS = 86_400_000;

function dayBefore(openedAt: Date, timeZone: string): string {
  return dateIn(new Date(openedAt.getTime() - HEARD_AFTER_DAYS * DAY_MS).toISOString(), timeZone);
}

async function shortageOf(tx: Db, ledger: MatterKey | TrustAccountKey): Promise<Shortage> {
  if ('matterId' in ledger) return findShortage(tx, ledger);
  const balance = await findTrustLedger(tx, ledger, 'firm');
  return { amount: money(Math.max(0, -balance)), account: { id: ledger.bankAccountId } };
}

/** Both lines are the ends of this very transfer, into the account that is short, and of no other. */
async function checkLines(
  tx: Db,
  { firmId, account }: { readonly firmId: FirmId; readonly account: Shortage['account'] },
  made: Replenishment & { readonly trustLineId: BankLineId; readonly operatingLineId: BankLineId },
): Promise<TaskRefused | null> {
  const { trustLineId, operatingLineId } = made;
  const found = await tx
    .select()
    .from(bankLines)
    .where(
      and(
        eq(bankLines.firmId, firmId),
        inArray(bankLines.id, [trustLineId, operatingLineId]),
        lineStands(bankLines.id),
      ),
    );
  const ends = [
    found.find(
      (line) =>
        line.id === trustLineId &&
        line.account === 'trust' &&
        (account === null || line.bankAccountId === account.id),
    ),
    found.find((line) => line.id === operatingLineId && line.account === 'operating'),
  ];
  // It runs the other way round than the transfer of a refund.
  const back = { amount: negate(made.amount) };
  const fits = ends.every((line) => line !== undefined && isEndOf(line, back) && isOfThatTime(line, made));
  if (!fits) return { kind: 'lines_do_not_match' };
  const matched = await tx
    .select({ refundId: bankMatches.refundId })
    .from(bankMatches)
    .where(
      and(
        eq(bankMatches.firmId, firmId),
        isNull(bankMatches.undoneAt),
        or(eq(bankMatches.trustLineId, trustLineId), eq(bankMatches.operatingLineId, operatingLineId)),
      ),
    )
    .limit(1);
  const used = await tx
    .select({ id: obligations.id })
    .from(obligations)
    .where(
      and(
        eq(obligations.firmId, firmId),
        eq(obligations.kind, 'trust_replenish'),
        sql`(${obligations.answer} ->> 'trustLineId' = ${trustLineId}
          OR ${obligations.answer} ->> 'operatingLineId' = ${operatingLineId})`,
      ),
    )
    .limit(1);
  const isTaken =
    matched.length + used.length > 0 || (await isBankMistake(tx, { firmId }, [trustLineId, operatingLineId]));
  return isTaken ? { kind: 'line_matched_already' } : null;
}

async function postReplenishment(
  tx: Db,
  row: PaymentTaskRow,
  { note: _note, ...made }: Replenishment,
  { actor, at }: Omit<CompletedBy, 'answer'>,
): Promise<void> {
  const { id, firmId, transactionId } = row;
  const ledger = ledgerOf(row);
  const { amount, date: effectiveOn } = made;
  const about = { firmId, causeId: id, at, effectiveOn };
  if ('matterId' in ledger) {
    const { matterId } = ledger;
    const { account } = await findShortage(tx, ledger);
    const bankAccounts = account === null ? {} : { trust: account.id };
    await postForPayment(tx, { ...about, transactionId, bankAccounts }, replenish(amount, matterId));
    await followShortage(tx, { firmId, matterId }, { transactionId, at });
  } else {
    const { bankAccountId } = ledger;
    for (const { entries, ...key } of replenishFirmLedger(amount)) {
      await insertPosting(tx, { ...about, bankAccounts: { trust: bankAccountId } }, key, entries);
    }
    await followFirmLedger(tx, { firmId, bankAccountId }, { transactionId, at });
  }
  const which =
    'matterId' in ledger ? { matterId: ledger.matterId } : { bankAccountId: ledger.bankAccountId };
  const evidence = await findEvidenceHash(tx, {
    firmId,
    id: 'evidenceId' in made ? made.evidenceId : null,
  });
  await appendFirmEvent(
    tx,
    { firmId, principalId: actor, at },
    { type: 'trust.replenished', data: { obligationId: id, ...which, transactionId, ...made, ...evidence } },
  );
}
