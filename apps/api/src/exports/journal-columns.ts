import type { AccountMap } from '@makewhole/db/journal/find-account-map';
import type { JournalPosting } from '@makewhole/db/journal/list-journal';
import { journalLines, type Basis } from '@makewhole/domain/journal-export';
import { decimalOf, offsetIn, timeIn, type Columns } from '../csv.ts';

/** A line of a posting. */
type JournalRow = {
  readonly posting: JournalPosting;
  readonly line: JournalPosting['entries'][number];
};

/** The lines of the postings, in their order, as the basis has them. */
export function journalRows(postings: readonly JournalPosting[], basis: Basis): JournalRow[] {
  return postings.flatMap((posting) =>
    journalLines(posting.entries, basis).map((line) => ({ posting, line })),
  );
}

/** The spreadsheet columns of the journal; an account without a name of the firm's own has ours. New columns come last. */
export function journalColumns(accounts: AccountMap['accounts'], timeZone: string): Columns<JournalRow> {
  const mapped = new Map(accounts.map((account) => [account.code, account]));
  const nameOf = ({ line }: JournalRow) => {
    const account = mapped.get(line.account);
    return account?.name ?? account?.standardName ?? null;
  };
  return {
    Date: ({ posting }) => posting.day,
    'Posting ID': ({ posting }) => posting.id,
    Step: ({ posting }) => posting.step,
    'Account code': ({ line }) => line.account,
    'Account number': ({ line }) => mapped.get(line.account)?.number ?? null,
    'Account name': nameOf,
    Debit: ({ line }) => (line.amount > 0 ? decimalOf(line.amount) : null),
    Credit: ({ line }) => (line.amount < 0 ? decimalOf(-line.amount) : null),
    'Matter number': ({ line }) => line.matterNumber,
    Client: ({ line }) => line.client,
    'Transaction ID': ({ posting }) => posting.transactionId,
    'Refund ID': ({ posting }) => posting.refundId,
    [`Recorded (${timeZone})`]: ({ posting }) => timeIn(posting.recordedAt, timeZone),
    'Recorded offset': ({ posting }) => offsetIn(posting.recordedAt, timeZone),
  };
}
