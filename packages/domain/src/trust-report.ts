// The three-way trust report: what the trust bank account holds by the ledger, what the ledger owes clients, and what each
// client's own balance says must be the same amount, matter by matter (R5, B4).
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

export type TrustReport<Matter extends MatterInTrust> = {
  /** The trust bank account, by the ledger. */
  readonly bank: Money;
  /** What the ledger owes all clients. */
  readonly book: Money;
  /** What the clients' trust balances sum to. */
  readonly clients: Money;
  readonly differences: { readonly bankLessBook: Money; readonly bookLessClients: Money };
  /** All three agree, in sum and on each matter: differences that cancel out are differences too. */
  readonly isBalanced: boolean;
  readonly matters: readonly (Matter & { readonly difference: Money })[];
};

export function trustReport<Matter extends MatterInTrust>(
  bank: Money,
  matters: readonly Matter[],
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
    matters: compared,
  };
}
