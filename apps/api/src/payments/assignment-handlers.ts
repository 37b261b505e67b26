// Assigns payments of which nobody has said whose money they are, one by one or many (ADR 48).
import type { Db } from '@makewhole/db/connect';
import type { ChangedBy } from '@makewhole/db/events/append-firm-event';
import type { WantedMatter } from '@makewhole/db/find-by-number';
import {
  assignPayment,
  type PaymentAssigned,
  type WantedAssignment,
} from '@makewhole/db/payments/assign-payment';
import { previewRefund } from '@makewhole/db/refunds/preview-refund';
import { rolledBack } from '@makewhole/db/rolled-back';
import {
  TRANSACTION_ID_LENGTH_MAX,
  asId,
  type FirmId,
  type MatterId,
  type TransactionId,
} from '@makewhole/domain/ids';
import { money } from '@makewhole/domain/money';
import { isStorableText } from '@makewhole/domain/storable-text';
import type { z } from 'zod';
import { changedBy } from '../auth/audit-actor.ts';
import type { App, Services } from '../context.ts';
import { problem, type Refusal } from '../http/problems.ts';
import type {
  assignmentBatchAnswerSchema,
  assignmentBatchSchema,
  assignmentSchema,
} from './assignment-schema.ts';
import { NOT_FOUND, copyRecord, lookUpExactly } from './look-up-exactly.ts';
import { readDetail } from './payment-detail.ts';
import { assignPaymentRoute, assignPaymentsRoute } from './routes.ts';
import { standingRefundProblem } from './standing-refund-problem.ts';

export function addAssignmentHandlers(app: App, services: Services): void {
  const { db, processor } = services;
  const { creditDaysOf } = processor;

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
    return c.json(await readDetail(services, c.get('caller'), transactionId), 200);
  });

  app.openapi(assignPaymentsRoute, async (c) => {
    const { rows, dryRun } = c.req.valid('json');
    const answers: RowAnswer[] = [];
    for (let from = 0; from < rows.length; from += TRIED_AT_ONCE) {
      const some = rows.slice(from, from + TRIED_AT_ONCE);
      const assign = (tx: Db) => assignAll({ ...services, db: tx }, changedBy(c), some);
      answers.push(...(await (dryRun ? rolledBack(db, assign) : assign(db))));
    }
    if (!dryRun) await recordLosses(services, c.get('caller').firmId, answers);
    return c.json({ rows: answers }, 200);
  });
}

type Row = z.infer<typeof assignmentBatchSchema>['rows'][number];
type RowAnswer = z.infer<typeof assignmentBatchAnswerSchema>['rows'][number];

/** A trial holds its payments until it is rolled back. */
const TRIED_AT_ONCE = 25;

async function assignAll(services: Services, by: ChangedBy, rows: readonly Row[]): Promise<RowAnswer[]> {
  const answers: RowAnswer[] = [];
  for (const { transactionId, matterNumber, items } of rows) {
    const wanted = { ...(matterNumber !== undefined && { matterNumber }), items };
    const id = asId<TransactionId>(transactionId);
    const isPossible = transactionId.length <= TRANSACTION_ID_LENGTH_MAX && isStorableText(transactionId);
    const assigned: PaymentAssigned = isPossible
      ? await assignPayment(services.db, by, { transactionId: id, ...assignmentOf(wanted) })
      : { kind: 'payment_not_found' };
    const refusal = await refusalOf(services, by.firmId, assigned);
    if (refusal === null) {
      const status = assigned.kind === 'unchanged' ? 'unchanged' : 'updated';
      answers.push({ transactionId, status, code: null, detail: null });
    } else {
      const { code, detail } = assigned.kind === 'payment_not_found' ? NOT_HERE : refusal;
      answers.push({ transactionId, status: 'refused', code, detail });
    }
  }
  return answers;
}

/** A batch asks no payment company: a page of unknown IDs would take it minutes. */
const NOT_HERE: Refusal = {
  code: 'transaction_not_found',
  detail:
    'Makewhole has no payment with exactly this transaction ID yet. Look it up in the portal, or wait until it has come in.',
};

/** Its losses are recorded by a look at it, once it is known which account received the money. */
async function recordLosses(
  services: Services,
  firmId: FirmId,
  answers: readonly RowAnswer[],
): Promise<void> {
  const { db, processor } = services;
  for (const { transactionId, status } of answers) {
    if (status !== 'updated') continue;
    const key = { firmId, transactionId: asId<TransactionId>(transactionId) };
    const found = await previewRefund(db, { ...key, now: new Date(), creditDaysOf: processor.creditDaysOf });
    if (found?.payment.disputed === true) await copyRecord(services, key);
  }
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
    case 'unchanged':
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
