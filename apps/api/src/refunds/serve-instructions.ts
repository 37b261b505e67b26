// What people do with a refund: cancel it, decide about invoices, record trust steps, say what they know (B2, B5).
import type { Context } from 'hono';
import { cancelRefund } from '@makewhole/db/refunds/end-before-money';
import type { ApprovalBody, ResolveBody } from '@makewhole/db/refunds/take-instruction';
import { money } from '@makewhole/domain/money';
import type { RefundWorkflowInput } from '@makewhole/domain/workflow-contract';
import { isEnding } from '@makewhole/domain/unknown-outcome';
import type { ApiEnv, App, Services } from '../context.ts';
import { REFUND_NOT_FOUND, problem, type Refusal } from '../problems.ts';
import { answerAct, answerInstruction } from './answer-instruction.ts';
import { findOwnRefund } from './find-own-refund.ts';
import { giveInstruction, giveWish, type Wish } from './give-instruction.ts';
import { refundBody } from './refund-body.ts';
import {
  approveRefundRoute,
  cancelRefundRoute,
  decideInvoiceRoute,
  declineRefundRoute,
  giveAttentionRoute,
  recordTrustStepRoute,
  resolveRefundRoute,
} from './routes.ts';

export function serveInstructions(app: App, services: Services): void {
  app.openapi(cancelRefundRoute, (c) =>
    answerAct(services, c, c.req.valid('param').id, async ({ id, firmId, transactionId }) => {
      const by = { actor: c.get('caller').principalId, at: new Date() };
      const outcome = await cancelRefund(services.db, { firmId, refundId: id }, by);
      if (outcome.kind === 'canceled') {
        wakeWorkflow(services, { transactionId, refundId: id });
        return null;
      }
      return {
        code: 'not_cancelable',
        detail: `The refund is ${outcome.status}: it can no longer be canceled.`,
        extensions: { refundStatus: outcome.status },
      };
    }),
  );

  const instruct = (c: Context<ApiEnv>, id: string, wish: Wish) => answerInstruction(services, c, id, wish);

  const decideApproval = (c: Context<ApiEnv>, id: string, body: ApprovalBody) =>
    instruct(c, id, { kind: 'approval', about: { kind: 'approval', id: null }, body });

  app.openapi(approveRefundRoute, (c) => {
    const { note } = c.req.valid('json');
    return decideApproval(c, c.req.valid('param').id, { decision: 'approve', note: note ?? null });
  });

  app.openapi(declineRefundRoute, (c) => {
    const { note } = c.req.valid('json');
    return decideApproval(c, c.req.valid('param').id, { decision: 'decline', note });
  });

  app.openapi(decideInvoiceRoute, (c) => {
    const { decision, obligationId, note } = c.req.valid('json');
    return instruct(c, c.req.valid('param').id, {
      kind: 'invoice_decision',
      about: { kind: 'invoice_decision', id: obligationId ?? null },
      body: { decision, note: note ?? null },
    });
  });

  app.openapi(recordTrustStepRoute, (c) => {
    const { id, step } = c.req.valid('param');
    const { amount, evidenceId, ...rest } = c.req.valid('json');
    return instruct(c, id, {
      kind: 'trust_step',
      about: { kind: `trust_${step}`, id: null },
      body: { ...rest, step, amount: money(amount), evidenceId: evidenceId ?? null },
    });
  });

  app.openapi(giveAttentionRoute, (c) => {
    const { obligationId, note, transferMade } = c.req.valid('json');
    return answerAct(services, c, c.req.valid('param').id, (refund) => {
      // A difference that reconciliation found is explained in the same way (B12).
      const meant = refund.obligations.find(({ id }) => id === obligationId);
      const kind = meant?.kind === 'reconciliation' ? 'reconciliation' : 'attention';
      const about = { kind, id: obligationId } as const;
      return giveInstruction(services, c.get('caller'), refund, {
        kind: 'attention',
        about,
        body: { note, ...(transferMade !== undefined && { transferMade }) },
      });
    });
  });

  app.openapi(resolveRefundRoute, (c) => {
    const { processorReference, ...rest } = c.req.valid('json');
    const body = { ...rest, processorReference: processorReference ?? null };
    return answerResolution(services, c, c.req.valid('param').id, body);
  });
}

/** What ends the refund is kept, with 202, until a second person has said the same. */
async function answerResolution(services: Services, c: Context<ApiEnv>, id: string, body: ResolveBody) {
  const caller = c.get('caller');
  if (isEnding(body.outcome) && !caller.may('refund.end_unknown')) return problem(c, MAY_NOT_END);
  const before = await findOwnRefund(services, caller.firmId, id);
  if (before === null) return problem(c, REFUND_NOT_FOUND);
  const given = await giveWish(services, caller, before, { kind: 'resolve', about: null, body });
  if ('code' in given) return problem(c, given);
  const after = (await findOwnRefund(services, caller.firmId, id)) ?? before;
  return c.json(refundBody(after, caller, services.links), given.kind === 'taken' ? 200 : 202);
}

const MAY_NOT_END: Refusal = {
  code: 'forbidden',
  detail:
    'Only an owner or a lawyer of your firm can say that it never happened, signed in as themselves. Ask one of them.',
  extensions: { action: 'refund.end_unknown' },
};

/** The row is canceled whatever comes of this; a workflow that waits for an approval need not wait until it expires. */
function wakeWorkflow(
  { background, engine }: Services,
  refund: Pick<RefundWorkflowInput, 'transactionId' | 'refundId'>,
): void {
  background.run(`refund ${refund.refundId} was canceled, and its workflow not told`, async () => {
    await engine.tellOfReport(refund);
  });
}
