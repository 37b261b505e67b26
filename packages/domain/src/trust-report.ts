// The three-way trust report: what the trust bank account holds by the ledger, what the ledger owes clients, and what each
// client's own balance says must be the same amount, matter by matter (R5, B4); and beside the first, the bank's own word.
import type { BankDate } from './bank-calendar.ts';
import type { MatterId } from './ids.ts';
import { money, sum, type Money } from './money.ts';

export type MatterInTrust = {
  /** Null for what the ledger owes no matter that it names. */
  readonly matterId: MatterId | null;
  /** What the ledger owes the client on it. */
  readonly ledger: Money;
  /** What its trust balance says, and how much of that is held for refunds. */
  readonly balance: Money;
  readonly held: Money;
};

/** The bank's own word on its trust account, beside what the ledger has of that day and before, by effective day. */
export type StatementInTrust = {
  readonly balance: Money;
  readonly date: BankDate;
  readonly ledger: Money;
};

export type TrustReport<Matter extends MatterInTrust> = {
  /** The trust bank account, by the ledger. */
  readonly bank: Money;
  /** What the ledger owes all clients. */
  readonly book: Money;
  /** What the clients' trust balances sum to. */
  readonly clients: Money;
  readonly differences: { readonly bankLessBook: Money; readonly bookLessClients: Money };
  /**
   * Our own three sums agree, in sum and on each matter: differences that cancel out are differences too. The bank's own
   * number is no part of it.
   */
  readonly isBalanced: boolean;
  /** Whether the bank's own number is the ledger's at the end of that day; null before the bank said one. */
  readonly agreesWithBank: boolean | null;
  readonly matters: readonly (Matter & { readonly difference: Money })[];
  /**
   * The newest statement that says a balance; null before the first one. What is on its way to the bank explains a
   * difference, and a person must say so: it is no part of `isBalanced`.
   */
  readonly statement:
    | (StatementInTrust & {
        readonly difference: Money;
        /** By which date the ledger's postings are counted. */
        readonly datedBy: 'effective_date';
      })
    | null;
};

export function trustReport<Matter extends MatterInTrust>(
  bank: Money,
  matters: readonly Matter[],
  statement: StatementInTrust | null = null,
): TrustReport<Matter> {
  const book = sum(matters.map(({ ledger }) => ledger));
  const clients = sum(matters.map(({ balance }) => balance));
  const compared = matters.map((matter) => ({
    ...matter,
    difference: money(matter.ledger - matter.balance),
  }));
  return {
    bank,
    book,
    clients,
    differences: { bankLessBook: money(bank - book), bookLessClients: money(book - clients) },
    isBalanced: bank === book && compared.every(({ difference }) => difference === 0),
    agreesWithBank: statement === null ? null : statement.balance === statement.ledger,
    matters: compared,
    statement: statement && {
      ...statement,
      difference: money(statement.balance - statement.ledger),
      datedBy: 'effective_date',
    },
  };
}
