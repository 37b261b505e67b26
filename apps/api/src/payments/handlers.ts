import { findFirm } from '@makewhole/db/firms/find-firm';
import {
  assignPayment,
  type PaymentAssigned,
  type WantedAssignment,
} from '@makewhole/db/payments/assign-payment';
import type { WantedMatter } from '@makewhole/db/find-by-number';
import { countPayments } from '@makewhole/db/payments/count-payments';
import { listPayments } from '@makewhole/db/payments/list-payments';
import { previewRefund } from '@makewhole/db/refunds/preview-refund';
import { eligibilityOf, refusalCodeOf } from '@makewhole/domain/eligibility';
import { asId, type FirmId, type MatterId, type TransactionId } from '@makewhole/domain/ids';
import { money } from '@makewhole/domain/money';
import type { z } from 'zod';
import { changedBy } from '../auth/audit-actor.ts';
import type { App, Services } from '../context.ts';
import { BAD_CURSOR, problem, type Refusal } from '../http/problems.ts';
import { standingRefundProblem } from './standing-refund-problem.ts';
import type { assignmentSchema } from './detail-schema.ts';
import { NOT_FOUND, copyRecord, lookUpExactly } from './look-up-exactly.ts';
import { paymentBody } from './payment-body.ts';
import { detailOf } from './payment-detail.ts';
import { assignPaymentRoute, getPaymentRoute, listPaymentsRoute } from './routes.ts';
import { rangesOf } from '../http/fields.ts';

export function addPaymentHandlers(app: App, services: Services): void {
  const { db, processor } = services;
  const { creditDaysOf } = processor;

  app.openapi(listPaymentsRoute, async (c) => {
    const { firmId } = c.get('caller');
    const { type, q, sort, cursor, limit, unassigned, ...ranges } = c.req.valid('query');
    const filter = { firmId, q, unassigned, ...rangesOf(ranges) };
    const [page, counts, firm] = await Promise.all([
      listPayments(db, { ...filter, type, sort, cursor, limit }),
      countPayments(db, filter),
      findFirm(db, { firmId }),
    ]);
    if (page.kind === 'bad_cursor') return problem(c, BAD_CURSOR);
    const now = new Date().toISOString();
    const data = page.data.map((payment) => paymentBody(payment, eligibilityOf(payment, firm, now)));
    return c.json({ data, nextCursor: page.nextCursor, counts }, 200);
  });

  app.openapi(getPaymentRoute, async (c) => {
    const caller = c.get('caller');
    const { firmId } = caller;
    const wanted = { firmId, transactionId: asId<TransactionId>(c.req.valid('param').transactionId) };
    const looked = await lookUpExactly(services, wanted, {
      look: (transactionId) => previewRefund(db, { firmId, transactionId, now: new Date(), creditDaysOf }),
      refusedFor: ({ eligibility }) => refusalCodeOf(eligibility),
    });
    if (looked.kind === 'refused') return problem(c, looked.refusal);
    return c.json(await detailOf(db, caller, looked.found), 200);
  });

  app.openapi(assignPaymentRoute, async (c) => {
    const { firmId } = c.get('caller');
    const now = new Date();
    const wanted = { firmId, transactionId: asId<TransactionId>(c.req.valid('param').transactionId) };
    const looked = await lookUpExactly(services, wanted, {
      look: (transactionId) => previewRefund(db, { firmId, transactionId, now, creditDaysOf }),
      refusedFor: () => null,
    });
    if (looked.kind === 'refused') return problem(c, looked.refusal);
    const { transactionId } = looked;
    const assigned = await assignPayment(db, changedBy(c), {
      transactionId,
      ...assignmentOf(c.req.valid('json')),
    });
    const refusal = await refusalOf(services, firmId, assigned);
    if (refusal !== null) return problem(c, refusal);
    // Its losses are recorded by a look at it, once it is known which account received the money.
    if (looked.found.payment.unassigned && looked.found.payment.disputed)
      await copyRecord(services, { firmId, transactionId });
    const found = await previewRefund(db, { firmId, transactionId, now, creditDaysOf });
    if (found === null) throw new Error(`The payment ${transactionId} vanished`);
    return c.json(await detailOf(db, c.get('caller'), found), 200);
  });
}

type AssignmentBody = z.infer<typeof assignmentSchema>;

function assignmentOf(body: AssignmentBody): Omit<WantedAssignment, 'transactionId'> {
  const items = body.items?.map(({ account, amount, invoiceNumber = null, description = null }) => ({
    ...{ account, invoiceNumber, description },
    amount: money(amount),
  }));
  return { matter: matterOf(body), items: items ?? null };
}

function matterOf(body: AssignmentBody): WantedMatter | null {
  if ('matterId' in body) return { matterId: asId<MatterId>(body.matterId) };
  return 'matterNumber' in body ? { matterNumber: body.matterNumber } : null;
}

async function refusalOf(
  services: Services,
  firmId: FirmId,
  assigned: PaymentAssigned,
): Promise<Refusal | null> {
  const notAssignable = (detail: string): Refusal => ({ code: 'not_assignable', detail });
  switch (assigned.kind) {
    case 'assigned':
      return null;
    case 'refund_stands':
      return standingRefundProblem(services, firmId, assigned.refundId);
    case 'another_matter':
      return notAssignable(
        'This payment already belongs to another matter, and Makewhole does not move money between matters.',
      );
    case 'is_refund':
      return notAssignable('This is a refund. Assign the payment that it refunded.');
    case 'not_captured':
      return notAssignable(
        'This is an authorization that was never captured: nobody knows yet how much of it will be taken. Assign it once it is captured.',
      );
    case 'other_items':
      return notAssignable('This payment has other items already, and they cannot be changed.');
    case 'items_disagree':
      return {
        code: 'items_disagree',
        detail: "The amounts of the items must sum to the payment's amount, to the cent.",
      };
    case 'matter_not_found':
      return {
        code: 'matter_not_found',
        detail: 'Your firm has no matter with exactly this ID, or not exactly one with this number.',
      };
    case 'payment_not_found':
      return NOT_FOUND.refusal;
  }
}
