import type { LineMatch } from '@makewhole/db/bank/find-line-matches';
import type { BankLineView } from '@makewhole/db/bank/list-bank-lines';
import { decimalOf, type Columns } from '../csv.ts';

/** The spreadsheet columns of a line of the bank. @param titles of the firm's accounts, by ID */
export function bankLineColumns(titles: ReadonlyMap<string, string>): Columns<BankLineView> {
  return {
    Date: ({ date }) => date,
    Account: ({ bankAccountId }) => titles.get(bankAccountId) ?? bankAccountId,
    Description: ({ description }) => description,
    Amount: ({ amount }) => decimalOf(amount),
    Currency: ({ currency }) => currency,
    'In the books': ({ match }) => match?.kind ?? null,
    'Refund ID': ({ match }) => aboutOf(match).refundId,
    'Transaction ID': ({ match }) => aboutOf(match).transactionId,
    'Posting IDs': ({ match }) =>
      match?.kind === 'postings' ? match.postings.map(({ id }) => id).join(' ') : null,
    'Line ID': ({ id }) => id,
    'Statement ID': ({ statementId }) => statementId,
  };
}

/** Of several postings none is named: a payout is of many payments. */
function aboutOf(match: LineMatch | null): {
  readonly refundId: string | null;
  readonly transactionId: string | null;
} {
  if (match?.kind === 'refund_transfer') return match;
  if (match?.kind === 'replenishment') return { refundId: null, transactionId: match.transactionId };
  const [only, ...others] = match?.kind === 'postings' ? match.postings : [];
  return only === undefined || others.length > 0 ? { refundId: null, transactionId: null } : only;
}
