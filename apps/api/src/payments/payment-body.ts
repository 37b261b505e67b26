import type { AllocationView } from '@makewhole/db/payments/find-allocations';
import type { ApplicationView } from '@makewhole/db/invoices/trust-applications';
import type { DisputeView } from '@makewhole/db/payments/find-dispute';
import type { LossRow } from '@makewhole/db/losses/record-losses';
import type { PaymentView } from '@makewhole/db/payments/payment-view';
import type { PaymentTaskRow } from '@makewhole/db/obligations/payment-tasks';
import type { LossAuthorization } from '@makewhole/db/trust/loss-authorizations';
import { returnRiskUntil, type Eligibility } from '@makewhole/domain/eligibility';
import { money, sum } from '@makewhole/domain/money';
import type { Caller } from '../context.ts';
import { paymentTaskBody } from '../obligations/obligation-body.ts';
import { trustAuthorizationBody } from '../obligations/trust-move-body.ts';
import type { PaymentDetailBody } from './detail-schema.ts';
import type { EligibilityBody, PaymentBody } from './schemas.ts';

export function paymentBody(payment: PaymentView, verdict: Eligibility): PaymentBody {
  const { transactionId, type, status, amount, currency, method, last4, payer, matter } = payment;
  const { createdAt, settledAt, refundId, refundOf, disputed } = payment;
  return {
    transactionId,
    type,
    status,
    amount,
    currency,
    method,
    last4,
    payer,
    matter,
    unknownMatterNumber: payment.unknownMatterNumber,
    unassigned: payment.unassigned,
    description: payment.description,
    namedInvoiceNumbers: [...payment.namedInvoiceNumbers],
    createdAt,
    settledAt,
    items: payment.items.map((item) => ({ ...item })),
    legs: payment.legs.map((leg) => ({ ...leg })),
    refundId,
    refundOf,
    disputed,
    returnableUntil: returnRiskUntil(payment, new Date().toISOString()),
    eligibility: eligibilityBody(payment, verdict),
  };
}

type Detail = {
  readonly allocations: readonly AllocationView[];
  readonly applied: readonly ApplicationView[];
  readonly dispute: DisputeView | null;
  readonly tasks: readonly PaymentTaskRow[];
  readonly losses: readonly LossRow[];
  readonly authorizations: readonly LossAuthorization[];
};

export function paymentDetailBody(
  payment: PaymentView,
  verdict: Eligibility,
  { allocations, applied, dispute, tasks, losses, authorizations }: Detail,
  reader: Pick<Caller, 'may'>,
): PaymentDetailBody {
  return {
    ...paymentBody(payment, verdict),
    appliedFromTrust: applied.map(applicationBody),
    allocations: isTaken(payment) ? appliedTo(payment, allocations) : [],
    dispute,
    returnCode: payment.returnCode,
    losses: losses.map(lossBody),
    tasks: tasks.map((task) => ({
      ...paymentTaskBody(task, reader),
      ...authorizationBody(authorizations.find(({ obligationId }) => obligationId === task.id)),
    })),
  };
}

function authorizationBody(
  found: LossAuthorization | undefined,
): Pick<PaymentDetailBody['tasks'][number], 'authorization' | 'toAuthorize'> {
  if (found === undefined) return { authorization: null, toAuthorize: null };
  const { authorization, toAuthorize } = found;
  return {
    authorization: authorization === null ? null : trustAuthorizationBody(authorization),
    toAuthorize: toAuthorize === null ? null : movedBody(toAuthorize),
  };
}

function movedBody(move: NonNullable<LossAuthorization['toAuthorize']>) {
  const { amount, currency, payee, purpose, fromAccountId: fromAccount, toAccountId: toAccount } = move;
  return { amount, currency, payee, purpose, fromAccount, toAccount };
}

function applicationBody({
  allocationId: _allocationId,
  invoiceId: _invoiceId,
  ...application
}: ApplicationView): PaymentDetailBody['appliedFromTrust'][number] {
  return application;
}

function lossBody({ kind, status, amount, fee, withdrawn, debits, knownAt, closedAt }: LossRow) {
  const at = { knownAt: knownAt.toISOString(), closedAt: closedAt?.toISOString() ?? null };
  return { kind, status, amount, fee, withdrawn, debits, ...at };
}

/** Whether the firm received money. */
function isTaken({ type, status }: PaymentView): boolean {
  return type !== 'refund' && status !== 'authorized' && status !== 'voided' && status !== 'failed';
}

/** What the money was applied to: invoices first, then a surcharge, then the rest of each leg. */
function appliedTo(
  { legs, items }: Pick<PaymentView, 'legs' | 'items'>,
  allocations: readonly AllocationView[],
): PaymentDetailBody['allocations'] {
  const surcharge = sum(items.filter(({ kind }) => kind === 'surcharge').map(({ amount }) => amount));
  const taken = sum([surcharge, ...allocations.map(({ amount }) => amount)]);
  const none = {
    invoiceNumber: null,
    invoiceExternalId: null,
    kind: null,
    reversedAt: null,
    reversedByRefundId: null,
  };
  const rest = legs.map(({ account, amount }) => ({
    ...{ ...none, account },
    amount: account === 'operating' ? money(amount - taken) : amount,
  }));
  const paid = allocations.map((one) => ({ ...one, kind: null, account: 'operating' as const }));
  const added = { ...none, account: 'operating' as const, kind: 'surcharge' as const, amount: surcharge };
  return [...paid, ...[added, ...rest].filter(({ amount }) => amount > 0)];
}

const NO_REFUSAL = { code: null, message: null, refundableFrom: null, bankAccountId: null };

/** Whether a payment can be refunded; one with an existing refund never can (R4). */
export function eligibilityBody(
  { refundId }: Pick<PaymentView, 'refundId'>,
  verdict: Eligibility,
): EligibilityBody {
  if (refundId !== null) {
    const message = `This payment already has a refund: ${refundId}.`;
    return { ...NO_REFUSAL, refundable: false, code: 'already_refunded', message };
  }
  if (verdict.refundable) return { ...NO_REFUSAL, refundable: true };
  const { code, message, refundableFrom, bankAccountId = null } = verdict;
  return { refundable: false, code, message, refundableFrom, bankAccountId };
}
