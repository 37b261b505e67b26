import type { LineMatch } from '@makewhole/db/bank/find-line-matches';
import { listBankLines, type BankLineView } from '@makewhole/db/bank/list-bank-lines';
import { isStorableText } from '@makewhole/domain/storable-text';
import type { App, Services } from '../context.ts';
import { BAD_CURSOR, problem } from '../http/problems.ts';
import { bankLineFilter } from './line-filter.ts';
import type { BankLineBody, BankLineMatchBody } from './line-schemas.ts';
import { listBankLinesRoute } from './routes.ts';

export function addBankLineHandlers(app: App, { db }: Services): void {
  app.openapi(listBankLinesRoute, async (c) => {
    const { firmId } = c.get('caller');
    const { cursor, limit, ...filters } = c.req.valid('query');
    if (!isStorableText(cursor ?? '')) return problem(c, BAD_CURSOR);
    const wanted = bankLineFilter(firmId, filters);
    // No account and no statement can have such an ID.
    if (wanted === null) return c.json({ data: [], nextCursor: null }, 200);
    const page = await listBankLines(db, { ...wanted, cursor, limit });
    if (page === null) return problem(c, BAD_CURSOR);
    return c.json({ data: page.data.map(lineBody), nextCursor: page.nextCursor }, 200);
  });
}

function lineBody({ setAsideAt, match, ...line }: BankLineView): BankLineBody {
  return {
    ...line,
    setAsideAt: setAsideAt?.toISOString() ?? null,
    match: match === null ? null : matchBody(match),
  };
}

const NOTHING = {
  ...{ refundId: null, transactionId: null, lineId: null, reason: null, obligationId: null },
  ...{ openingScheduleId: null, postings: [], postingCount: 0 },
} as const;

function matchBody(match: LineMatch): BankLineMatchBody {
  if (match.kind === 'postings') {
    const { kind, postings, count } = match;
    const [only, ...others] = postings;
    const about =
      only === undefined || others.length > 0
        ? {}
        : { refundId: only.refundId, transactionId: only.transactionId };
    return { ...NOTHING, kind, ...about, postings: [...postings], postingCount: count };
  }
  if (match.kind === 'opening') {
    return { ...NOTHING, kind: match.kind, openingScheduleId: match.openingScheduleId, postings: [] };
  }
  return { ...NOTHING, ...match, postings: [] };
}
