// A lawyer authorizes a trust step that somebody else will record (T9, ADR 31).
import { authorizeTrustStep, type StepAuthorized } from '@makewhole/db/trust/authorize-trust-step';
import { findOwed } from '@makewhole/db/notifications/unsent-emails';
import { asId, type ObligationId } from '@makewhole/domain/ids';
import { STEP_UP_REQUIRED, lacksStepUp } from '../auth/step-up.ts';
import type { App, Services } from '../context.ts';
import { forbidden, problem, type Refusal } from '../http/problems.ts';
import { trustAuthorizationBody } from './trust-move-body.ts';
import { authorizeTrustStepRoute } from './routes.ts';

export function addAuthorizeHandler(app: App, { db }: Services): void {
  app.openapi(authorizeTrustStepRoute, async (c) => {
    const { firmId, principalId: actor } = c.get('caller');
    const { method, reference, evidenceId } = c.req.valid('json');
    const task = { firmId, obligationId: asId<ObligationId>(c.req.valid('param').id) };
    // For a refund, a person confirmed their identity or approved it before it owed steps. Nobody requests a loss.
    const owed = await findOwed(db, firmId, task.obligationId);
    if (owed?.refundId === null && lacksStepUp(c.get('caller'))) return problem(c, STEP_UP_REQUIRED);
    const how = { method, methodReference: reference ?? null, evidenceId: evidenceId ?? null };
    const outcome = await authorizeTrustStep(db, task, how, { actor, at: new Date() });
    if (outcome.kind !== 'authorized') return problem(c, REFUSALS[outcome.kind]);
    return c.json(trustAuthorizationBody(outcome.authorization), 200);
  });
}

const REFUSALS: Record<Exclude<StepAuthorized['kind'], 'authorized'>, Refusal> = {
  not_found: {
    code: 'no_such_obligation',
    detail: 'Your firm has no trust step with this ID. A refund lists its obligations once they are owed.',
  },
  forbidden: forbidden('trust.authorize'),
  not_open: {
    code: 'not_owed',
    detail: 'This step is recorded already, or not owed any more. There is nothing to authorize.',
  },
  no_such_evidence: {
    code: 'no_such_evidence',
    detail: 'Your firm has no evidence with this ID. Upload the file first, with POST /v1/evidence.',
  },
  too_many: {
    code: 'too_many_corrections',
    detail:
      'This step was authorized as often as it can be. Record it, or look at the refund before you go on.',
  },
};
