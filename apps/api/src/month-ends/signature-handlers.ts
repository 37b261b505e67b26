// The two signatures of a month end: for people only, and the lawyer's with a fresh proof of who they are.
import { findMonthEnd } from '@makewhole/db/month-ends/find-month-ends';
import { findFirm } from '@makewhole/db/firms/find-firm';
import {
  prepareMonthEnd,
  signMonthEnd,
  type SignOutcome,
  type Signer,
} from '@makewhole/db/month-ends/sign-month-end';
import { readTitle } from '@makewhole/db/month-ends/read-titles';
import { isStorableText } from '@makewhole/domain/storable-text';
import { STEP_UP_REQUIRED, lacksStepUp } from '../auth/step-up.ts';
import type { App, Caller, Services } from '../context.ts';
import { problem, type Refusal } from '../http/problems.ts';
import { MONTH_END_NOT_FOUND, MONTH_END_TOO_LARGE, accountOf } from './account-of.ts';
import { monthEndBody } from './month-end-body.ts';
import { prepareMonthEndRoute, signMonthEndRoute } from './routes.ts';

export function addSignatureHandlers(app: App, { db }: Services): void {
  app.openapi(prepareMonthEndRoute, async (c) => {
    const caller = c.get('caller');
    const { id, monthEndId } = c.req.valid('param');
    if (!isStorableText(id + monthEndId)) return problem(c, MONTH_END_NOT_FOUND);
    if (caller.kind !== 'user') {
      const isOurs = (await findMonthEnd(db, accountOf(caller, id), monthEndId)) !== null;
      return problem(c, isOurs ? PEOPLE_ONLY : MONTH_END_NOT_FOUND);
    }
    const by = await signerOf(db, caller);
    const outcome = await prepareMonthEnd(db, accountOf(caller, id), monthEndId, c.req.valid('json'), by);
    return outcome.kind === 'done'
      ? c.json(monthEndBody(outcome.monthEnd, await readTitle(db, outcome.monthEnd)), 200)
      : problem(c, refusalOf(outcome));
  });

  app.openapi(signMonthEndRoute, async (c) => {
    const caller = c.get('caller');
    const { id, monthEndId } = c.req.valid('param');
    if (caller.kind !== 'user') return problem(c, PEOPLE_ONLY);
    if (lacksStepUp(caller)) return problem(c, STEP_UP_REQUIRED);
    if (!isStorableText(id + monthEndId)) return problem(c, MONTH_END_NOT_FOUND);
    const by = await signerOf(db, caller);
    const outcome = await signMonthEnd(db, accountOf(caller, id), monthEndId, c.req.valid('json'), by);
    return outcome.kind === 'done'
      ? c.json(monthEndBody(outcome.monthEnd, await readTitle(db, outcome.monthEnd)), 200)
      : problem(c, refusalOf(outcome));
  });
}

/** Whether the firm keeps apart who moves trust money and who reconciles is its own setting (T10). */
async function signerOf(db: Services['db'], { firmId, principalId: actor }: Caller): Promise<Signer> {
  const at = new Date();
  const { separateDuties } = await findFirm(db, { firmId }, at);
  return { actor, at, separateDuties };
}

const PEOPLE_ONLY: Refusal = {
  code: 'forbidden',
  detail: 'A month end is signed by a person, in the portal. An API key cannot sign it.',
};

type Refused = Exclude<SignOutcome['kind'], 'done' | 'duties'>;

const REFUSALS: Readonly<Record<Refused, Refusal>> = {
  not_found: MONTH_END_NOT_FOUND,
  changed: {
    code: 'month_end_changed',
    detail:
      'The books or the bank lines of the period have changed since this was read or prepared. Read it again; if it was prepared, prepare it again.',
  },
  not_explained: {
    code: 'difference_not_explained',
    detail: 'The month does not agree: see differences. Say why, and what is done about it, in explanation.',
  },
  not_prepared: {
    code: 'month_end_not_prepared',
    detail: 'Nobody has prepared this month end. It is prepared first, and then a lawyer signs it.',
  },
  signed_already: {
    code: 'month_end_signed',
    detail: 'This month end is signed and does not change. Open its ending date again for a new version.',
  },
  too_large: MONTH_END_TOO_LARGE,
  statement_set_aside: {
    code: 'statement_set_aside',
    detail:
      'The bank statement that gave this month end its balances was set aside as wrong. Import the right statement, or open the month end of this date again with the balances of the printed one.',
  },
};

function refusalOf(outcome: Exclude<SignOutcome, { readonly kind: 'done' }>): Refusal {
  if (outcome.kind === 'duties') return { code: 'separate_duties', detail: outcome.message };
  return REFUSALS[outcome.kind];
}
