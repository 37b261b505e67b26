// People's commands: cancel a refund, approve it, decide on invoices, record trust steps, resolve an unknown outcome (B2, B5).
import type { Context } from 'hono';
import { findFirm } from '@makewhole/db/firms/find-firm';
import { cancelRefund } from '@makewhole/db/refunds/cancel-or-reject';
import type { RefundView } from '@makewhole/db/refunds/refund-view';
import type { ResolveBody } from '@makewhole/db/commands/apply-command';
import { asId, type TransactionId } from '@makewhole/domain/ids';
import { money } from '@makewhole/domain/money';
import type { RefundWorkflowInput } from '@makewhole/domain/contracts/refund';
import { isEnding } from '@makewhole/domain/unknown-outcome';
import { STEP_UP_REQUIRED, lacksStepUp } from '../auth/step-up.ts';
import type { ApiEnv, App, Services } from '../context.ts';
import { REFUND_NOT_FOUND, problem, type Refusal } from '../http/problems.ts';
import { findOwnRefund } from './find-changed.ts';
import { submitOrRefuse, submitCommand, type RefundCommand } from './submit-command.ts';
import { refundBody } from './refund-body.ts';
import {
  approveRefundRoute,
  cancelRefundRoute,
  correctTrustStepRoute,
  decideInvoiceRoute,
  endTrustStepsRoute,
  declineRefundRoute,
  resolveAttentionRoute,
  recordTrustStepRoute,
  resolveRefundRoute,
} from './command-routes.ts';

export function addCommandHandlers(app: App, services: Services): void {
  app.openapi(cancelRefundRoute, (c) =>
    answerAfter(services, c, c.req.valid('param').id, async ({ id, firmId, transactionId }) => {
      const by = { actor: c.get('caller').principalId, at: new Date() };
      const outcome = await cancelRefund(services.db, { firmId, refundId: id }, by);
      if (outcome.kind === 'canceled') {
        wakeWorkflow(services, { transactionId, refundId: id });
        return null;
      }
      return {
        code: 'not_cancelable',
        detail: `The refund is ${outcome.status} and can no longer be canceled.`,
        extensions: { refundStatus: outcome.status },
      };
    }),
  );

  const submit = (c: Context<ApiEnv>, id: string, command: RefundCommand) =>
    answerCommand(services, c, id, command);

  app.openapi(approveRefundRoute, (c) => {
    const { note = null, payerReason = null } = c.req.valid('json');
    const body = { decision: 'approve', note, payerReason } as const;
    const command: RefundCommand = { kind: 'approval', about: { kind: 'approval', id: null }, body };
    return answerAfter(services, c, c.req.valid('param').id, async (refund) => {
      const caller = c.get('caller');
      // The approval moves the money, whoever requested it.
      if (lacksStepUp(caller) && (await isOverStepUp(services, refund))) return STEP_UP_REQUIRED;
      return submitOrRefuse(services, caller, refund, command);
    });
  });

  app.openapi(declineRefundRoute, (c) => {
    const { note } = c.req.valid('json');
    return submit(c, c.req.valid('param').id, {
      kind: 'approval',
      about: { kind: 'approval', id: null },
      body: { decision: 'decline', note },
    });
  });

  app.openapi(decideInvoiceRoute, (c) => {
    const { decision, payingTransactionId, obligationId, note } = c.req.valid('json');
    return submit(c, c.req.valid('param').id, {
      kind: 'invoice_decision',
      about: { kind: 'invoice_decision', id: obligationId ?? null },
      body: {
        decision,
        payingTransactionId: payingTransactionId == null ? null : asId<TransactionId>(payingTransactionId),
        note: note ?? null,
      },
    });
  });

  addTrustStepHandlers(app, services);
  addTrustEndHandler(app, services);

  app.openapi(resolveAttentionRoute, (c) => {
    const { obligationId, note, transferMade } = c.req.valid('json');
    return answerAfter(services, c, c.req.valid('param').id, (refund) => {
      // A difference found by reconciliation is explained the same way (B12).
      const meant = refund.obligations.find(({ id }) => id === obligationId);
      const kind = meant?.kind === 'reconciliation' ? 'reconciliation' : 'attention';
      const about = { kind, id: obligationId } as const;
      return submitOrRefuse(services, c.get('caller'), refund, {
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

/** Answers with the current refund after `act`, which returns a refusal or null. */
async function answerAfter(
  services: Services,
  c: Context<ApiEnv>,
  id: string,
  act: (refund: RefundView) => Promise<Refusal | null>,
) {
  const caller = c.get('caller');
  const before = await findOwnRefund(services, caller.firmId, id);
  if (before === null) return problem(c, REFUND_NOT_FOUND);
  const refusal = await act(before);
  if (refusal !== null) return problem(c, refusal);
  const after = (await findOwnRefund(services, caller.firmId, id)) ?? before;
  return c.json(refundBody(after, caller, services.links), 200);
}

/** Submits a command, and answers with the refund. */
export function answerCommand(services: Services, c: Context<ApiEnv>, id: string, command: RefundCommand) {
  return answerAfter(services, c, id, (refund) => submitOrRefuse(services, c.get('caller'), refund, command));
}

async function isOverStepUp({ db }: Services, { firmId, amount }: RefundView): Promise<boolean> {
  const { stepUpOverAmount } = await findFirm(db, { firmId });
  return stepUpOverAmount !== null && amount > stepUpOverAmount;
}

function addTrustStepHandlers(app: App, services: Services): void {
  app.openapi(recordTrustStepRoute, (c) => {
    const { id, step } = c.req.valid('param');
    const { amount, evidenceId, method, ...rest } = c.req.valid('json');
    return answerCommand(services, c, id, {
      kind: 'trust_step',
      about: { kind: `trust_${step}`, id: null },
      body: {
        ...rest,
        step,
        amount: money(amount),
        evidenceId: evidenceId ?? null,
        ...(method !== undefined && { method }),
      },
    });
  });

  app.openapi(correctTrustStepRoute, (c) => {
    const { id, step } = c.req.valid('param');
    const { evidenceId, ...rest } = c.req.valid('json');
    return answerCommand(services, c, id, {
      kind: 'trust_correction',
      about: { kind: `trust_${step}`, id: null },
      body: { ...rest, step, evidenceId: evidenceId ?? null },
    });
  });
}

function addTrustEndHandler(app: App, services: Services): void {
  app.openapi(endTrustStepsRoute, (c) =>
    answerAfter(services, c, c.req.valid('param').id, async (refund) => {
      const isEnded = refund.postings.some(({ step }) => step === 'trust_money_gone');
      if (isEnded) return null;
      return submitOrRefuse(services, c.get('caller'), refund, {
        kind: 'trust_not_recoverable',
        about: { kind: 'trust_payment', id: null },
        body: c.req.valid('json'),
      });
    }),
  );
}

/** A resolution that ends the refund is recorded, with 202, until a second person submits the same. */
async function answerResolution(services: Services, c: Context<ApiEnv>, id: string, body: ResolveBody) {
  const caller = c.get('caller');
  if (isEnding(body.outcome) && !caller.may('refund.end_unknown')) return problem(c, MAY_NOT_END);
  const before = await findOwnRefund(services, caller.firmId, id);
  if (before === null) return problem(c, REFUND_NOT_FOUND);
  const submission = await submitCommand(services, caller, before, { kind: 'resolve', about: null, body });
  if ('code' in submission) return problem(c, submission);
  const after = (await findOwnRefund(services, caller.firmId, id)) ?? before;
  return c.json(refundBody(after, caller, services.links), submission.kind === 'applied' ? 200 : 202);
}

const MAY_NOT_END: Refusal = {
  code: 'forbidden',
  detail:
    'Only an owner or a lawyer of your firm, signed in as themselves, can say that the refund never happened. Ask one of them.',
  extensions: { action: 'refund.end_unknown' },
};

/** The row is canceled in any case. This saves a workflow that waits for approval from waiting until it expires. */
function wakeWorkflow(
  { background, workflows }: Services,
  refund: Pick<RefundWorkflowInput, 'transactionId' | 'refundId'>,
): void {
  background.run(`refund ${refund.refundId} was canceled, but its workflow was not signaled`, async () => {
    await workflows.signalProcessorReport(refund);
  });
}
