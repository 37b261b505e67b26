import { setStatementAside, type StatementSetAside } from '@makewhole/db/bank/set-aside-statement';
import { markWorkflowStarted, workflowInputOf } from '@makewhole/db/refunds/open-refunds';
import { findRefund } from '@makewhole/db/refunds/refund-view';
import type { FirmId, RefundId } from '@makewhole/domain/ids';
import { isStorableText } from '@makewhole/domain/storable-text';
import { changedBy } from '../auth/audit-actor.ts';
import { STEP_UP_REQUIRED, lacksStepUp } from '../auth/step-up.ts';
import type { App, Services } from '../context.ts';
import { problem, type Refusal } from '../http/problems.ts';
import { setStatementAsideRoute } from './routes.ts';
import { statementBody } from './statement-body.ts';

export function addSetAsideHandler(app: App, services: Services): void {
  app.openapi(setStatementAsideRoute, async (c) => {
    const caller = c.get('caller');
    const { id } = c.req.valid('param');
    if (caller.kind !== 'user') return problem(c, PEOPLE_ONLY);
    if (lacksStepUp(caller)) return problem(c, STEP_UP_REQUIRED);
    if (!isStorableText(id)) return problem(c, STATEMENT_NOT_FOUND);
    const { reason } = c.req.valid('json');
    const outcome = await setStatementAside(services.db, changedBy(c), { id, reason });
    if (outcome.kind === 'not_found') return problem(c, STATEMENT_NOT_FOUND);
    if (outcome.kind === 'signed') return problem(c, signedRefusal(outcome.monthEnd));
    for (const refundId of outcome.reopened) resumeRefund(services, caller.firmId, refundId);
    return c.json(statementBody(outcome.statement), 200);
  });
}

/** Runs the workflow of a refund that owes its bank lines again; the sweep does what fails here. */
function resumeRefund({ background, db, workflows }: Services, firmId: FirmId, refundId: RefundId): void {
  background.run(
    `refund ${refundId} owes its bank lines again, but its workflow was not started`,
    async () => {
      const key = { firmId, refundId };
      const refund = await findRefund(db, key);
      if (refund === null) return;
      await markWorkflowStarted(db, key, await workflows.resumeRefund(workflowInputOf(refund)));
    },
  );
}

export const STATEMENT_NOT_FOUND: Refusal = {
  code: 'statement_not_found',
  detail: 'Your firm has no bank statement with this ID. GET /v1/bank-statements lists them.',
};

const PEOPLE_ONLY: Refusal = {
  code: 'forbidden',
  detail: 'A bank statement is set aside by an owner, in the portal. An API key cannot do it.',
};

function signedRefusal({
  title,
  endingOn,
  version,
  signedBy,
}: Extract<StatementSetAside, { readonly kind: 'signed' }>['monthEnd']): Refusal {
  const signature = signedBy === null ? 'is signed' : `was signed by ${signedBy}`;
  return {
    code: 'statement_in_signed_month_end',
    detail: `The month end of ${title} ending on ${endingOn} (version ${version}) rests on this statement, and it ${signature}. A signature is never taken back: open that ending date again under Month ends, which begins version ${version + 1}, and then set the statement aside. The signed version stays on record.`,
  };
}
