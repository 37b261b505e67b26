// What happens in the trust accounts of a played quarter without a payment or a refund.
import { randomUUID } from 'node:crypto';
import { recordTrustTransaction } from '@makewhole/db/trust/record-trust-transaction';
import type { NewTrustTransaction } from '@makewhole/db/trust/resolve-trust-transaction';
import type { BankDate } from '@makewhole/domain/bank-calendar';
import type { TrustTransactionId } from '@makewhole/domain/ids';
import { money } from '@makewhole/domain/money';
import { byOwner } from '../../support/small-firm.ts';
import {
  instantOf,
  named,
  type Account,
  type Happening,
  type MatterNumber,
  type Quarter,
  type TrustAccount,
} from './quarter-world.ts';

type Dates = {
  /** The day in the books, if not that of the recording. */
  readonly dated?: BankDate;
  /** The bank's day, if not that in the books. */
  readonly shown?: BankDate;
};

/** The firm's own money goes into trust for the bank's charges. */
export function cushion(account: TrustAccount, amount: number, dates: Dates = {}): Happening {
  const shown = [
    [account, amount],
    ['operating', -amount],
  ] as const;
  return record(account, { type: 'cushion_deposit', amount, operatingAccountId: null }, dates, shown);
}

export function bankFee(account: TrustAccount, amount: number, dates: Dates = {}): Happening {
  return record(account, { type: 'bank_charge', amount }, dates, [[account, -amount]]);
}

export function interest(account: TrustAccount, amount: number, dates: Dates): Happening {
  return record(account, { type: 'interest_credited', amount }, dates, [[account, amount]]);
}

export function remit(account: TrustAccount, amount: number): Happening {
  return record(account, { type: 'interest_remitted', amount }, {}, [[account, -amount]]);
}

/** A deposit that is no payment's, from somebody whom nobody knows. */
export function unknownDeposit(name: string, account: TrustAccount, amount: number): Happening {
  return async (quarter, date) => {
    const wanted = { type: 'unidentified_deposit', amount } as const;
    const id = await record(account, wanted, {}, [[account, amount]])(quarter, date);
    quarter.deposits.set(name, id);
  };
}

export function identify(name: string, matterNumber: MatterNumber, amount: number): Happening {
  return (quarter, date) => {
    const depositId = named(quarter.deposits, name);
    const about = { depositId, matter: { matterNumber }, amount: money(amount) };
    const said = { date, reference: name, evidenceId: null };
    return book(quarter, { type: 'deposit_identified', ...about, ...said }, date);
  };
}

type OfAccount = Extract<NewTrustTransaction, { readonly bankAccountId: unknown }>;
type Wanted = OfAccount extends infer One
  ? One extends OfAccount
    ? Omit<One, 'bankAccountId' | 'amount' | 'date' | 'reference' | 'evidenceId'> & {
        readonly amount: number;
      }
    : never
  : never;

function record(
  account: TrustAccount,
  { amount, ...wanted }: Wanted,
  { dated, shown }: Dates,
  moved: readonly (readonly [account: Account, amount: number])[],
) {
  return async (quarter: Quarter, recordedOn: BankDate): Promise<TrustTransactionId> => {
    const date = dated ?? recordedOn;
    const facts = { bankAccountId: quarter.accounts[account], amount: money(amount), date };
    const id = await book(
      quarter,
      { ...wanted, ...facts, reference: wanted.type, evidenceId: null },
      recordedOn,
    );
    const day = shown ?? date;
    for (const [where, by] of moved) quarter.bank.move(where, day, by, `${wanted.type} ${day}`);
    return id;
  };
}

async function book(
  { db, firm }: Quarter,
  wanted: NewTrustTransaction,
  date: BankDate,
): Promise<TrustTransactionId> {
  const idempotency = { route: 'a played quarter', key: randomUUID(), requestHash: 'none' };
  let recorded: TrustTransactionId | undefined;
  const outcome = await recordTrustTransaction(db, byOwner(firm, instantOf(date)), wanted, {
    idempotency,
    render: ({ id }) => {
      recorded = id;
      return { status: 201, headers: {}, body: '{}' };
    },
  });
  if (recorded === undefined) throw new Error(`${wanted.type} on ${date}: ${JSON.stringify(outcome)}`);
  return recorded;
}
