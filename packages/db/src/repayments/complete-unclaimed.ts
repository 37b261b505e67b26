// A lawyer says what became of a check that nobody cashed (LW1): the client was reached and will cash it, or it was voided
// and the money paid by another check or to the state, which a second person confirms like every repayment.
import { asId, type FirmId, type ObligationId } from '@makewhole/domain/ids';
import { sum } from '@makewhole/domain/money';
import { checkVoided, paidOut } from '@makewhole/domain/repayment-postings';
import { sql } from 'drizzle-orm';
import type { Db } from '../connect.ts';
import { findFirm } from '../firms/find-firm.ts';
import {
  completePaymentTask,
  type CompletedBy,
  type TaskCompleted,
  type TaskRefused,
} from '../obligations/complete-payment-task.ts';
import type { PaymentTaskRow } from '../obligations/payment-tasks.ts';
import { findPaymentPostings, postForPayment } from '../trust/payment-postings.ts';
import { lastDayThatHasCome } from '../trust/trust-step-records.ts';
import { awaitSecondPerson } from './confirm-claim.ts';
import { findOutstandingChecks } from './outstanding-checks.ts';

export type UnclaimedAnswer =
  | { readonly outcome: 'reached'; readonly note: string }
  | {
      readonly outcome: 'replaced';
      readonly paidBy: 'check' | 'state';
      readonly reference: string;
      /** YYYY-MM-DD */
      readonly date: string;
      readonly note?: string;
      readonly evidenceId?: string;
    };

type By = Omit<CompletedBy, 'answer'>;

export function completeUnclaimed(
  db: Db,
  task: { readonly firmId: FirmId; readonly id: ObligationId },
  by: By,
  answer: UnclaimedAnswer,
): Promise<TaskCompleted> {
  return completePaymentTask(
    db,
    { ...task, kind: 'unclaimed' },
    { ...by, answer },
    {
      check: (tx, row) => checkReplacement(tx, row, answer, by),
      post: (tx, row) => postReplacement(tx, row, answer, by.at),
    },
  );
}

/** The posting that the task is about. */
function postingOf({ subject }: PaymentTaskRow): string {
  return subject.split(':')[0] ?? subject;
}

async function checkReplacement(
  tx: Db,
  row: PaymentTaskRow,
  answer: UnclaimedAnswer,
  by: By,
): Promise<TaskRefused | null> {
  if (answer.outcome === 'reached') return null;
  const [check] = await findOutstandingChecks(tx, sql`p.id = ${postingOf(row)}`, { now: by.at, limit: 1 });
  // The bank paid it meanwhile: another payment would be a second one.
  if (check === undefined) return { kind: 'check_cashed' };
  const { timeZone } = await findFirm(tx, row);
  if (answer.date < check.date) {
    return { kind: 'date_out_of_range', message: `The check that it replaces is of ${check.date}.` };
  }
  if (answer.date > lastDayThatHasCome(by.at, timeZone)) {
    return { kind: 'date_out_of_range', message: `${answer.date} has not come yet.` };
  }
  return awaitSecondPerson(tx, row, answer, by);
}

async function postReplacement(
  tx: Db,
  row: PaymentTaskRow,
  answer: UnclaimedAnswer,
  at: Date,
): Promise<void> {
  if (answer.outcome === 'reached') return;
  const { firmId, transactionId, id: causeId } = row;
  const postingId = postingOf(row);
  const paid = (await findPaymentPostings(tx, row)).find(({ id }) => id === postingId);
  if (paid === undefined) throw new Error(`There is no posting ${postingId} of ${transactionId}`);
  const owed = paid.entries.filter(({ amount }) => amount > 0);
  const amount = sum(owed.map((entry) => entry.amount));
  const matterId = owed[0]?.matterId ?? null;
  const still = {
    payable: matterId === null ? amount : sum([]),
    trust: matterId === null ? null : { amount, matterId },
  };
  const step = answer.paidBy === 'state' ? 'remitted_to_state' : 'repaid';
  const about = { firmId, transactionId, causeId: asId<ObligationId>(causeId), at, effectiveOn: answer.date };
  const bankAccounts = await findAccounts(tx, postingId);
  await postForPayment(tx, { ...about, bankAccounts }, [checkVoided(still), paidOut(step, still)].flat());
}

/** The new payment leaves the account on which the check was drawn. */
async function findAccounts(tx: Db, postingId: string) {
  const rows = await tx.execute<{ readonly kind: 'operating' | 'trust'; readonly id: string }>(sql`
    SELECT DISTINCT b.kind, b.id FROM ledger_entries e
    JOIN bank_accounts b ON b.firm_id = e.firm_id AND b.id = e.bank_account_id WHERE e.posting_id = ${postingId}`);
  return Object.fromEntries(rows.map(({ kind, id }) => [kind, id]));
}
