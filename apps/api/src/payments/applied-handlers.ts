import { applyFromTrust, type AppliedFromTrust } from '@makewhole/db/payments/apply-from-trust';
import { asId, type TransactionId } from '@makewhole/domain/ids';
import { formatMoney, money } from '@makewhole/domain/money';
import { changedBy } from '../auth/audit-actor.ts';
import type { App, Services } from '../context.ts';
import { problem, type Refusal } from '../http/problems.ts';
import { NOT_FOUND } from './look-up-exactly.ts';
import { readDetail } from './payment-detail.ts';
import { applyFromTrustRoute } from './routes.ts';
import { standingRefundProblem } from './standing-refund-problem.ts';

export function addAppliedHandlers(app: App, services: Services): void {
  const { db } = services;
  app.openapi(applyFromTrustRoute, async (c) => {
    const caller = c.get('caller');
    const { firmId } = caller;
    const transactionId = asId<TransactionId>(c.req.valid('param').transactionId);
    const wanted = c.req.valid('json').applied.map((one) => ({ ...one, amount: money(one.amount) }));
    const applied = await applyFromTrust(db, changedBy(c), transactionId, wanted);
    if (applied.kind === 'refund_stands') {
      return problem(c, await standingRefundProblem(services, firmId, applied.refundId));
    }
    if (applied.kind !== 'applied') return problem(c, refusalOf(applied));
    return c.json(await readDetail(services, caller, transactionId), 200);
  });
}

type Refused = Exclude<AppliedFromTrust, { readonly kind: 'applied' | 'refund_stands' }>;

function refusalOf(refused: Refused): Refusal {
  switch (refused.kind) {
    case 'payment_not_found':
      return NOT_FOUND.refusal;
    case 'no_such_item':
      return {
        code: 'no_such_item',
        detail: `This payment put no item ${refused.itemId} into trust. GET /v1/payments/{transactionId} lists its items.`,
      };
    case 'invoice_not_found':
      return {
        code: 'invoice_not_found',
        detail: `Your firm has no invoice ${refused.invoiceNumber}, or not exactly one with this number.`,
      };
    case 'invoice_of_another_matter':
      return {
        code: 'not_recordable',
        detail: `Invoice ${refused.invoiceNumber} is of another matter: a client's trust money pays only the invoices of its own matter.`,
      };
    case 'exceeds_item':
      return {
        code: 'amount_mismatch',
        detail: `The item put ${formatMoney(refused.amount, 'USD')} into trust: no more than that can have been paid from it.`,
      };
    case 'exceeds_open_balance':
      return {
        code: 'exceeds_open_balance',
        detail: `By our books ${formatMoney(refused.openBalance, 'USD')} of invoice ${refused.invoiceNumber} is open. Record at most that.`,
        extensions: { openBalance: refused.openBalance },
      };
    case 'trust_insufficient':
      return {
        code: 'trust_ledger_insufficient',
        detail: `The matter has ${formatMoney(refused.balance, 'USD')} free in this trust account: the rest was spent, or is held for a refund or a dispute. Record at most that.`,
        extensions: { balance: refused.balance },
      };
    case 'date_out_of_range':
      return { code: 'date_out_of_range', detail: refused.message };
    default:
      return { code: 'not_recordable', detail: DETAILS[refused.kind] };
  }
}

const DETAILS = {
  is_refund: 'This is a refund. Record it for the payment that it refunded.',
  not_received:
    'Its trust money is not in the books of a matter yet. Wait until the payment settles, or assign it to its matter first.',
  lost: 'The bank took this payment back, or a dispute may still take it, or it was refunded outside Makewhole: its books say where the money was.',
  still_to_pay:
    'The client of an earlier refund is still to be paid, or was paid another way, from this money. Complete that task first.',
} as const;
