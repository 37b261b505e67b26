import { asId, type BankLineId, type ObligationId, type TransactionId } from '@makewhole/domain/ids';
import { formatMoney, money } from '@makewhole/domain/money';
import type { TrustStep } from '@makewhole/domain/obligations';
import { permissionsToRecord } from '@makewhole/domain/permissions-to-record';
import { hasEvidence } from '@makewhole/db/evidence/find-evidence';
import { decideLostInvoice } from '@makewhole/db/losses/decide-lost-invoice';
import { recordLossStep } from '@makewhole/db/losses/record-loss-step';
import { restoreLossTrust } from '@makewhole/db/losses/restore-loss-trust';
import {
  completePaymentTask,
  type CompletedBy,
  type TaskCompleted,
} from '@makewhole/db/obligations/complete-payment-task';
import { completeUnclaimed } from '@makewhole/db/repayments/complete-unclaimed';
import { completeRepayment, withdrawRepayment } from '@makewhole/db/repayments/complete-repayment';
import { findOwed } from '@makewhole/db/notifications/unsent-emails';
import { replenishTrust } from '@makewhole/db/trust/replenish-trust';
import type { Caller, Services } from '../context.ts';
import { forbidden, type Refusal } from '../http/problems.ts';
import type { PaymentTaskAnswer } from './schemas.ts';

const NOT_FOUND: Refusal = {
  code: 'no_such_obligation',
  detail:
    'Your firm has no obligation about a payment with this ID. Obligations of a refund are completed through the refund.',
};

type Completed = Refusal | 'awaits_second_person' | null;

/**
 * Completes an obligation about a payment with a person's answer. Repeating it is safe.
 * @returns null if it is completed, else why not, or that a second person must send the same
 */
export async function completeTask(
  { db }: Services,
  { firmId, principalId: actor, may }: Caller,
  obligationId: string,
  answer: PaymentTaskAnswer,
): Promise<Completed> {
  const id = asId<ObligationId>(obligationId);
  const owed = await findOwed(db, firmId, id);
  if (owed?.refundId !== null || owed.kind !== answer.kind) return NOT_FOUND;
  const missing = permissionsToRecord(owed).find((action) => !may(action));
  if (missing !== undefined) return forbidden(missing);
  const evidenceId = 'evidenceId' in answer ? answer.evidenceId : undefined;
  if (evidenceId !== undefined && !(await hasEvidence(db, { firmId, id: evidenceId }))) {
    const detail = 'Your firm has no evidence with this ID. Upload the file first, with POST /v1/evidence.';
    return { code: 'no_such_evidence', detail };
  }
  return refusalOf(await complete(db, { firmId, id }, { actor, at: new Date() }, answer));
}

function complete(
  db: Services['db'],
  task: Pick<Caller, 'firmId'> & { readonly id: ObligationId },
  by: Omit<CompletedBy, 'answer'>,
  taken: PaymentTaskAnswer,
): Promise<TaskCompleted> {
  switch (taken.kind) {
    case 'repayment': {
      const { kind: _kind, ...answer } = taken;
      return answer.paidBy === 'withdrawn'
        ? withdrawRepayment(db, task, by, answer.note)
        : completeRepayment(db, task, by, answer);
    }
    case 'unclaimed': {
      const { kind: _kind, ...answer } = taken;
      return completeUnclaimed(db, task, by, answer);
    }
    case 'trace_missing':
    case 'dispute': {
      const { kind, ...answer } = taken;
      return completePaymentTask(db, { ...task, kind }, { ...by, answer });
    }
    case 'trust_replenish': {
      const { kind: _kind, ...made } = taken;
      const amount = money(made.amount);
      if (!('trustLineId' in made)) return replenishTrust(db, task, by, { ...made, amount });
      const trustLineId = asId<BankLineId>(made.trustLineId);
      const operatingLineId = asId<BankLineId>(made.operatingLineId);
      return replenishTrust(db, task, by, { ...made, amount, trustLineId, operatingLineId });
    }
    case 'trust_payment':
    case 'trust_deposit':
    case 'trust_transfer': {
      const { kind, ...made } = taken;
      const body = { ...made, step: STEP_OF[kind], amount: money(made.amount) };
      return recordLossStep(db, task, by, body);
    }
    case 'trust_restore': {
      const { kind: _kind, ...answer } = taken;
      return restoreLossTrust(
        db,
        task,
        by,
        'outcome' in answer ? answer : { ...answer, amount: money(answer.amount) },
      );
    }
    case 'invoice_decision': {
      const { decision, payingTransactionId = null, note } = taken;
      const body = {
        decision,
        ...(payingTransactionId !== null && {
          payingTransactionId: asId<TransactionId>(payingTransactionId),
        }),
        ...(note !== undefined && { note }),
      };
      return decideLostInvoice(db, task, by, body);
    }
  }
}

const STEP_OF = {
  trust_payment: 'payment',
  trust_deposit: 'deposit',
  trust_transfer: 'transfer',
} as const satisfies Readonly<Record<string, TrustStep>>;

function refusalOf(completed: TaskCompleted): Completed {
  switch (completed.kind) {
    case 'settled':
    case 'withdrawn':
      return null;
    case 'awaits_second_person':
      return 'awaits_second_person';
    case 'still_returnable':
      return {
        code: 'still_returnable',
        detail: `The bank may still return this ACH payment until ${completed.until}. In a common fraud, a payer asks for the money back another way and then lets the original payment bounce. Wait until then, or give an earlyReason.`,
      };
    case 'not_found':
      return NOT_FOUND;
    case 'forbidden':
      return forbidden('refund.resolve');
    case 'refund_under_way':
      return {
        code: 'already_refunded',
        detail:
          'A new refund of this payment is in progress and completes this if it succeeds. Paying the client as well would pay them twice.',
        extensions: { refundId: completed.refundId },
      };
    case 'exceeds_shortage':
      return {
        code: 'exceeds_shortage',
        detail: `The client's ledger is short by ${formatMoney(completed.shortage, 'USD')}. Any more would be the firm's own money in trust: record at most that.`,
        extensions: { shortage: completed.shortage },
      };
    case 'invoice_fault': {
      const { fault, message: detail } = completed;
      const open = 'openBalance' in fault && { extensions: { openBalance: fault.openBalance } };
      return { code: fault.kind, detail, ...open };
    }
    case 'date_out_of_range':
      return { code: 'date_out_of_range', detail: completed.message };
    case 'transfer_recorded':
      return {
        code: 'already_decided',
        detail:
          'The bank transfer from trust is recorded, so the money is in operating. Transfer it back to trust, and record that.',
      };
    case 'other':
      return { code: 'already_decided', detail: DETAILS.other };
    default:
      return { code: completed.kind, detail: DETAILS[completed.kind] };
  }
}

const DETAILS = {
  other: 'This was already answered differently, and that answer stands.',
  out_of_order:
    'The trust steps are recorded in order: payment, deposit, transfer. Record the one before it first.',
  amount_mismatch: 'The amount must be exactly what is owed.',
  not_authorized:
    'No lawyer has authorized this step yet. Ask a lawyer or the owner to authorize it, by POST /v1/obligations/{id}/authorize; then record it.',
  evidence_required:
    'Your firm requires a file that proves this step. Upload it with POST /v1/evidence, and send its ID.',
  trust_money_gone:
    "The matter's trust balance no longer has this money. Paying it to the firm would take other clients' money.",
  lines_do_not_match:
    'The two lines are not the ends of this transfer: one comes into trust and one leaves operating, both in its very amount.',
  line_matched_already: 'One of the lines is the end of another transfer already. Choose another one.',
  check_cashed:
    'The bank has paid this check, or it was replaced before: another payment would be a second one.',
  trust_not_restored:
    "The client's trust money is not back in the trust account, or nobody has said whether it left. Complete that on the refund's page first.",
  direction_needed:
    "Somebody other than the payer was paid. Attach the payer's written direction as evidence, or pay the payer.",
} as const;
