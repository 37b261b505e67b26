import { findVoid } from '@makewhole/db/voids/find-void';
import { requestVoid } from '@makewhole/db/voids/request-void';
import type { VoidView } from '@makewhole/db/voids/void-view';
import { markVoidStarted } from '@makewhole/db/voids/void-workflow-start';
import { asId, type TransactionId } from '@makewhole/domain/ids';
import { VOID_REFUSAL_MESSAGES, hasVoidEnded, voidRefusalOf } from '@makewhole/domain/voids';
import type { App, Services } from '../context.ts';
import { lookUpExactly } from '../payments/look-up-exactly.ts';
import { problem } from '../http/problems.ts';
import { getVoidRoute, requestVoidRoute } from './routes.ts';
import type { VoidBody } from './schemas.ts';
import { findPayment } from '@makewhole/db/payments/payment-view';

export function addVoidHandlers(app: App, services: Services): void {
  const { db } = services;

  app.openapi(requestVoidRoute, async (c) => {
    const { firmId, principalId } = c.get('caller');
    const wanted = { firmId, transactionId: asId<TransactionId>(c.req.valid('param').transactionId) };
    const standing = await findVoid(db, wanted);
    if (standing !== null && standing.status !== 'refused') {
      startWorkflow(services, standing);
      return c.json(voidBody(standing), 202);
    }
    const looked = await lookUpExactly(services, wanted, {
      look: (transactionId) => findPayment(db, { firmId, transactionId }),
      // Only the processor knows whether it has been captured meanwhile.
      refusedFor: ({ status }) => (status === 'authorized' ? 'not_captured' : null),
    });
    if (looked.kind === 'refused') return problem(c, looked.refusal);
    const reason = voidRefusalOf(looked.found);
    if (reason !== null) {
      const detail = VOID_REFUSAL_MESSAGES[reason];
      return problem(c, { code: 'not_voidable', detail, extensions: { reason } });
    }
    const { transactionId } = looked;
    const recorded = await requestVoid(db, { firmId, transactionId, principalId, now: new Date() });
    startWorkflow(services, recorded);
    return c.json(voidBody(recorded), 202);
  });

  app.openapi(getVoidRoute, async (c) => {
    const { firmId } = c.get('caller');
    const transactionId = asId<TransactionId>(c.req.valid('param').transactionId);
    const found = await findVoid(db, { firmId, transactionId });
    if (found !== null) return c.json(voidBody(found), 200);
    const detail = 'Your firm never requested a void of a payment with exactly this transaction ID.';
    return problem(c, { code: 'void_not_found', detail });
  });
}

/** Nobody waits for it: the void is recorded, and its workflow starts as soon as Temporal is available. */
function startWorkflow({ background, db, workflows }: Services, recorded: VoidView): void {
  if (hasVoidEnded(recorded.status)) return;
  const { firmId, id: voidId, transactionId } = recorded;
  background.run(`the workflow of ${voidId} was not started; the sweep will start it`, async () => {
    const runId = await workflows.startVoid({ firmId, voidId, transactionId });
    await markVoidStarted(db, { firmId, voidId }, runId);
  });
}

function voidBody(recorded: VoidView): VoidBody {
  const { id, transactionId, status, requester, requestedAt, endedAt, refusalCode } = recorded;
  return {
    id,
    transactionId,
    status,
    requestedBy: requester,
    requestedAt: requestedAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
    refusal: refusalCode === null ? null : { code: refusalCode, message: VOID_REFUSAL_MESSAGES[refusalCode] },
  };
}
