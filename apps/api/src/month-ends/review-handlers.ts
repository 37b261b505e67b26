// The quarterly review of transactions that nobody chose (binder section 11).
import { findBankAccount } from '@makewhole/db/bank-accounts/list-bank-accounts';
import type { AccountKey } from '@makewhole/db/month-ends/cleared-postings';
import {
  readSample,
  reviewTransaction,
  type Reviewed,
  type TransactionSample,
} from '@makewhole/db/month-ends/transaction-sample';
import { quarterOf } from '@makewhole/domain/month-ends/transaction-review';
import { isStorableText } from '@makewhole/domain/storable-text';
import { changedBy } from '../auth/audit-actor.ts';
import { BANK_ACCOUNT_NOT_FOUND } from '../bank-accounts/handlers.ts';
import type { App, Services } from '../context.ts';
import { problem, type Refusal } from '../http/problems.ts';
import { accountOf } from './account-of.ts';
import { readSampleRoute, reviewTransactionRoute } from './routes.ts';
import type { TransactionSampleBody } from './review-schemas.ts';

export function addReviewHandlers(app: App, { db }: Services): void {
  app.openapi(readSampleRoute, async (c) => {
    const account = accountOf(c.get('caller'), c.req.valid('param').id);
    if (!(await isTrustAccount(db, account))) return problem(c, BANK_ACCOUNT_NOT_FOUND);
    const sample = await readSample(db, account, quarterOf(c.req.valid('query').quarter));
    return c.json(sampleBody(sample), 200);
  });

  app.openapi(reviewTransactionRoute, async (c) => {
    const account = accountOf(c.get('caller'), c.req.valid('param').id);
    if (!(await isTrustAccount(db, account))) return problem(c, BANK_ACCOUNT_NOT_FOUND);
    const { quarter: name, postingId, answers } = c.req.valid('json');
    if (!isStorableText(postingId)) return problem(c, REFUSED.not_in_sample);
    const quarter = quarterOf(name);
    const { kind } = await reviewTransaction(db, account, { quarter, postingId, answers }, changedBy(c));
    if (kind !== 'reviewed') return problem(c, REFUSED[kind]);
    return c.json(sampleBody(await readSample(db, account, quarter)), 200);
  });
}

async function isTrustAccount(db: Services['db'], account: AccountKey): Promise<boolean> {
  const { firmId, bankAccountId: id } = account;
  return isStorableText(id) && (await findBankAccount(db, { firmId, id }))?.kind === 'trust';
}

function sampleBody({ quarter, seal, size, items }: TransactionSample): TransactionSampleBody {
  const { name, from, to } = quarter;
  return { quarter: name, from, to, seal, size, items: items.map((item) => ({ ...item })) };
}

const REFUSED: Readonly<Record<Exclude<Reviewed['kind'], 'reviewed'>, Refusal>> = {
  not_in_sample: {
    code: 'not_in_sample',
    detail:
      'This posting is not in the sample of that quarter, or the sample is not drawn yet: the first seal after the quarter draws it. GET lists the sample.',
  },
  explanation_needed: {
    code: 'explanation_needed',
    detail:
      'Say why the balance is negative, or the disbursement outstanding or improper, and what is done about it.',
  },
};
