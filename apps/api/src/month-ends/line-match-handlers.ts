import { recordBankCorrection, type Corrected } from '@makewhole/db/month-ends/bank-corrections';
import { clearLine, undoClearing, type Cleared } from '@makewhole/db/month-ends/clear-line';
import { asId, type BankLineId } from '@makewhole/domain/ids';
import { isStorableText } from '@makewhole/domain/storable-text';
import type { App, Services } from '../context.ts';
import { problem, type Refusal } from '../http/problems.ts';
import { accountOf } from './account-of.ts';
import { correctLineRoute, matchLineRoute, undoLineMatchRoute } from './routes.ts';

export function addLineMatchHandlers(app: App, { db }: Services): void {
  app.openapi(matchLineRoute, async (c) => {
    const caller = c.get('caller');
    const { id } = c.req.valid('param');
    const { lineId, postingIds } = c.req.valid('json');
    if (!isStorableText([id, lineId, ...postingIds].join('')))
      return problem(c, MATCHING_REFUSED.line_not_found);
    const match = { lineId: asId<BankLineId>(lineId), postingIds };
    const by = { actor: caller.principalId, at: new Date() };
    const { kind } = await clearLine(db, accountOf(caller, id), match, by);
    return kind === 'cleared' ? c.body(null, 204) : problem(c, MATCHING_REFUSED[kind]);
  });

  app.openapi(correctLineRoute, async (c) => {
    const caller = c.get('caller');
    const { id } = c.req.valid('param');
    const { mistakeLineId, correctionLineId, reason } = c.req.valid('json');
    if (!isStorableText([id, mistakeLineId, correctionLineId].join('')))
      return problem(c, CORRECTION_REFUSED.line_not_found);
    const lines = {
      mistakeLineId: asId<BankLineId>(mistakeLineId),
      correctionLineId: asId<BankLineId>(correctionLineId),
    };
    const by = { actor: caller.principalId, at: new Date() };
    const { kind } = await recordBankCorrection(db, accountOf(caller, id), { ...lines, reason }, by);
    return kind === 'corrected' ? c.body(null, 204) : problem(c, CORRECTION_REFUSED[kind]);
  });

  app.openapi(undoLineMatchRoute, async (c) => {
    const caller = c.get('caller');
    const { id, lineId } = c.req.valid('param');
    if (!isStorableText(id + lineId)) return problem(c, MATCHING_REFUSED.line_not_found);
    const by = { actor: caller.principalId, at: new Date() };
    const isUndone = await undoClearing(db, accountOf(caller, id), asId<BankLineId>(lineId), by);
    return isUndone ? c.body(null, 204) : problem(c, MATCHING_REFUSED.line_not_found);
  });
}

const MATCHING_REFUSED: Readonly<Record<Exclude<Cleared['kind'], 'cleared'>, Refusal>> = {
  line_not_found: {
    code: 'bank_line_not_found',
    detail:
      'This bank account has no such line, or no match of it that can be undone here. The month end lists its lines.',
  },
  posting_not_found: {
    code: 'lines_do_not_match',
    detail:
      'A posting is not of this account, or more than 60 days away from the line. Sections 3 and 4 of the month end list them.',
  },
  amounts_differ: {
    code: 'lines_do_not_match',
    detail:
      "The postings do not sum to the line's amount. A line is matched with all of its postings at once.",
  },
  matched_already: {
    code: 'line_matched_already',
    detail: 'The line or a posting is matched already. Undo that match first.',
  },
};

const CORRECTION_REFUSED: Readonly<Record<Exclude<Corrected['kind'], 'corrected'>, Refusal>> = {
  line_not_found: {
    code: 'bank_line_not_found',
    detail:
      'This bank account does not have both of these lines. Section 2 of the month end lists its lines; name two of them.',
  },
  amounts_differ: {
    code: 'lines_do_not_match',
    detail:
      'The two lines do not cancel each other out. A correction takes back exactly what the bank had done by mistake: if it was another amount, both are transactions to record.',
  },
  wrong_order: {
    code: 'lines_do_not_match',
    detail: 'The correction is dated before the mistake. Swap the two lines, or choose other ones.',
  },
  matched_already: {
    code: 'line_matched_already',
    detail: 'One of the lines is matched already. Undo that match first.',
  },
};
