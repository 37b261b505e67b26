// The answer to what a person did with a refund: the refund as it stands afterwards, or why it was not done.
import type { Context } from 'hono';
import type { RefundView } from '@makewhole/db/refunds/refund-view';
import type { ApiEnv, Services } from '../context.ts';
import { REFUND_NOT_FOUND, problem, type Refusal } from '../http/problems.ts';
import { findOwnRefund } from './find-own-refund.ts';
import { giveInstruction, type Wish } from './submit-command.ts';
import { refundBody } from './refund-body.ts';

/** Answers with the refund as it stands after `act`, which gives a refusal or null. */
export async function answerAct(
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

/** Answers with the refund after the instruction was given to it. */
export function answerInstruction(services: Services, c: Context<ApiEnv>, id: string, wish: Wish) {
  return answerAct(services, c, id, (refund) => giveInstruction(services, c.get('caller'), refund, wish));
}
