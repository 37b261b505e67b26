// The ledger self-check, our trust books against themselves: the trust bank accounts by the ledger, what the ledger owes
// clients, and the clients' own balances must be the same amount, matter by matter and account by account (R5, B4). It
// also shows the bank's own balance beside the first.
import type { BankDate } from './bank-calendar.ts';
import type { BankAccountId, MatterId } from './ids.ts';
import { money, negate, sum, type Money } from './money.ts';

/** What a matter has in one trust account. */
export type AccountInTrust = {
  readonly bankAccountId: BankAccountId;
  readonly ledger: Money;
  readonly balance: Money;
  readonly held: Money;
};

export type MatterInTrust = {
  /** Null for what the ledger owes without a matter. */
  readonly matterId: MatterId | null;
  readonly accounts: readonly AccountInTrust[];
};

type Sums = {
  /** What the ledger owes the client on it. */
  readonly ledger: Money;
  /** Its trust balance, and how much of that is held for refunds. */
  readonly balance: Money;
  readonly held: Money;
  /** ledger - balance */
  readonly difference: Money;
};

/** The bank's own balance of its trust account, and the ledger's up to that day, by effective day. */
/** A ledger of a trust account that is no matter's: its balance is the sum of its entries, kept nowhere else. */
export type OtherLedgerInTrust = { readonly amount: Money };

export type StatementInTrust = {
  readonly balance: Money;
  readonly date: BankDate;
  readonly ledger: Money;
};

export type TrustReport<
  Matter extends MatterInTrust,
  Ledger extends OtherLedgerInTrust = OtherLedgerInTrust,
> = {
  /** The trust bank account, by the ledger. */
  readonly bank: Money;
  /** What the ledger owes out of it: to all clients, and what is no matter's. */
  readonly book: Money;
  /** What of that is no matter's. */
  readonly other: Money;
  /** The sum of the clients' trust balances. */
  readonly clients: Money;
  /** The sum of the ledgers that are not negative. */
  readonly positive: Money;
  /** By how much the negative ledgers are so, and how many they are: other clients' money that is missing (B4). */
  readonly shortage: Money;
  readonly shortMatters: number;
  readonly differences: { readonly bankLessBook: Money; readonly bookLessClients: Money };
  /**
   * Our own three sums agree, in total and for each matter in each account: differences that cancel out are differences
   * too. The bank's own balance does not count here.
   */
  readonly isBalanced: boolean;
  /**
   * Whether the bank's own balance equals the ledger's at the end of that day; null before the first such statement.
   */
  readonly agreesWithBank: boolean | null;
  readonly matters: readonly (Omit<Matter, 'accounts'> &
    Sums & { readonly accounts: Compared<Matter['accounts'][number]>[] })[];
  readonly otherLedgers: readonly Ledger[];
  /**
   * The newest statement with a balance; null before the first. Money in transit explains a difference, and a person
   * must say so: it does not affect `isBalanced`.
   */
  readonly statement:
    | (StatementInTrust & {
        readonly difference: Money;
        /** The date that decides which postings count. */
        readonly datedBy: 'effective_date';
      })
    | null;
};

type Compared<Account> = Account & { readonly difference: Money };

export function trustReport<Matter extends MatterInTrust, Ledger extends OtherLedgerInTrust = never>(
  bank: Money,
  matters: readonly Matter[],
  statement: StatementInTrust | null = null,
  otherLedgers: readonly Ledger[] = [],
): TrustReport<Matter, Ledger> {
  const other = sum(otherLedgers.map(({ amount }) => amount));
  const compared = matters.map(({ accounts, ...matter }) => ({
    ...matter,
    ...sumsOf(accounts),
    accounts: accounts.map((account: Matter['accounts'][number]) => ({
      ...account,
      difference: differenceOf(account),
    })),
  }));
  const inAccounts = compared.flatMap(({ accounts }) => accounts);
  const ofMatters = sum(inAccounts.map(({ ledger }) => ledger));
  const book = money(ofMatters + other);
  const clients = sum(inAccounts.map(({ balance }) => balance));
  const amounts = [...inAccounts.map(({ ledger }) => ledger), ...otherLedgers.map(({ amount }) => amount)];
  const short = amounts.filter((amount) => amount < 0);
  const shortage = negate(sum(short));
  return {
    bank,
    ...{ book, other, clients },
    positive: money(book + shortage),
    ...{ shortage, shortMatters: short.length },
    differences: { bankLessBook: money(bank - book), bookLessClients: money(ofMatters - clients) },
    isBalanced: bank === book && inAccounts.every(({ difference }) => difference === 0),
    agreesWithBank: statement === null ? null : statement.balance === statement.ledger,
    matters: compared,
    otherLedgers,
    statement: statement && {
      ...statement,
      difference: money(statement.balance - statement.ledger),
      datedBy: 'effective_date',
    },
  };
}

function sumsOf(accounts: readonly AccountInTrust[]): Sums {
  const ledger = sum(accounts.map((account) => account.ledger));
  const balance = sum(accounts.map((account) => account.balance));
  const held = sum(accounts.map((account) => account.held));
  return { ledger, balance, held, difference: differenceOf({ ledger, balance }) };
}

function differenceOf({ ledger, balance }: Pick<AccountInTrust, 'ledger' | 'balance'>): Money {
  return money(ledger - balance);
}
