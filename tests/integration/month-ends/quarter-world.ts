// The firm of a played quarter: two IOLTAs and an operating account, twelve matters, and the bank beside them.
import { addBankAccount } from '@makewhole/db/bank-accounts/add-bank-account';
import { changeBankAccount } from '@makewhole/db/bank-accounts/change-bank-account';
import { findDefaultAccounts } from '@makewhole/db/bank-accounts/list-bank-accounts';
import type { Db } from '@makewhole/db/connect';
import { openConnection } from '@makewhole/db/connections/open-connection';
import { changeFirm } from '@makewhole/db/firms/change-firm';
import type { RefundKey } from '@makewhole/db/lock-refund';
import type { MirroredPayment } from '@makewhole/db/payments/mirror-payment';
import type { BankDate } from '@makewhole/domain/bank-calendar';
import type { BankAccountId, ConnectionId, TrustTransactionId } from '@makewhole/domain/ids';
import type { LossesDebit } from '@makewhole/domain/losses';
import { addMatter, byOwner, createSmallFirm, type SmallFirm } from '../../support/small-firm.ts';
import { openBank, type PlayedBank } from './quarter-bank.ts';

/** The IOLTA of most clients, and the one for closings. */
export const TRUST_ACCOUNTS = ['main', 'closings'] as const;
export type TrustAccount = (typeof TRUST_ACCOUNTS)[number];
export type Account = TrustAccount | 'operating';

/** The clients by their matters' numbers; the small firm has the first. */
const CLIENTS = {
  '2026-014': 'Whitfield',
  '2026-015': 'Baker',
  '2026-016': 'Castro',
  '2026-017': 'Dunn',
  '2026-018': 'Ellis',
  '2026-019': 'Fox',
  '2026-020': 'Grant',
  '2026-021': 'Hale',
  '2026-022': 'Irwin',
  '2026-023': 'Jones',
  '2026-024': 'Kim',
  '2026-025': 'Lopez',
} as const;
export type MatterNumber = keyof typeof CLIENTS;

const FIRST: MatterNumber = '2026-014';

export type Quarter = {
  readonly db: Db;
  readonly firm: SmallFirm;
  readonly accounts: Readonly<Record<Account, BankAccountId>>;
  readonly bank: PlayedBank<Account>;
  /** A second payment company, which nets and draws refunds of trust money on trust. */
  readonly netting: ConnectionId;
  /** What the scenario calls payments, refunds and deposits. */
  readonly payments: Map<string, MirroredPayment>;
  readonly refunds: Map<string, RefundKey>;
  readonly deposits: Map<string, TrustTransactionId>;
};

/** Something that happens on a day of the scenario, in the books, at the bank, or in both. */
export type Happening = (quarter: Quarter, date: BankDate) => Promise<unknown>;

const OPERATING_BEFORE = 50_000_00;

export async function createQuarter(db: Db): Promise<Quarter> {
  const firm = await createSmallFirm(db, 0);
  const { operating, trust: main } = await findDefaultAccounts(db, firm.firmId);
  const closings = await addBankAccount(db, byOwner(firm, instantOf('2026-07-01')), {
    ...{ kind: 'trust', title: 'Closings account (IOLTA)', bankName: null },
    ...{ lastFour: null, isIolta: true, state: 'NY' },
  });
  if (closings === null) throw new Error('A firm may have two trust accounts');
  for (const number of Object.keys(CLIENTS) as MatterNumber[]) {
    const client = CLIENTS[number];
    if (number !== FIRST) await addMatter(db, firm, { number, name: client, client });
  }
  const { firmId } = firm;
  const netting = await openConnection(db, {
    ...{ firmId, kind: 'sandbox', label: 'The company that nets', mode: 'test', settles: 'net' },
    ...{ account: `acct_net_${firmId}`, drawsOn: 'account_of_payment' },
  });
  const quarter: Quarter = {
    ...{ db, firm, netting, accounts: { main, operating, closings: closings.id } },
    bank: openBank({ main: 0, closings: 0, operating: OPERATING_BEFORE }),
    ...{ payments: new Map(), refunds: new Map(), deposits: new Map() },
  };
  const lossesDebit = { card: 'account_of_payment', ach: 'account_of_payment' } as const;
  await setLossesDebit(quarter, lossesDebit, '2026-07-01');
  return quarter;
}

/** Noon in New York, where the firm is. */
export function instantOf(date: BankDate): Date {
  return new Date(`${date}T16:00:00Z`);
}

/** The trust account into which the processor pays deposits from now on. */
export async function payInto({ db, firm, accounts }: Quarter, account: TrustAccount, at: Date) {
  const changed = await changeBankAccount(db, byOwner(firm, at), accounts[account], { isDefault: true });
  if (changed.kind !== 'changed') throw new Error(`Deposits do not go to ${account}: ${changed.kind}`);
}

/** Where the processor takes losses from now on. */
export async function setLossesDebit(
  { db, firm }: Quarter,
  lossesDebit: Partial<Record<'card' | 'ach', LossesDebit>>,
  date: BankDate,
): Promise<void> {
  const by = byOwner(firm, instantOf(date));
  const changed = await changeFirm(db, by, { lossesDebit }, { steppedUp: true });
  if (changed.kind !== 'changed') throw new Error(`The rule was not changed: ${changed.kind}`);
}

/** @throws Error if the scenario has nothing of that name by now */
export function named<Thing>(things: ReadonlyMap<string, Thing>, name: string): Thing {
  const found = things.get(name);
  if (found === undefined) throw new Error(`The scenario has no ${name} yet`);
  return found;
}
