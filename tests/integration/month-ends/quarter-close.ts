// The end of a month in a played quarter: the bank's statements are imported, a person matches what only a person can,
// and the trust accounts are reconciled and signed.
import { createHash } from 'node:crypto';
import { importStatement } from '@makewhole/db/bank/import-statement';
import { clearLine } from '@makewhole/db/month-ends/clear-line';
import { openMonthEnd } from '@makewhole/db/month-ends/open-month-end';
import { computeMonthEnd } from '@makewhole/db/month-ends/read-month-end';
import { readJournal } from '@makewhole/db/month-ends/read-journal';
import { prepareMonthEnd, signMonthEnd } from '@makewhole/db/month-ends/sign-month-end';
import { bankLines } from '@makewhole/db/schema/bank';
import type { BankDate } from '@makewhole/domain/bank-calendar';
import { asId, type BankLineId } from '@makewhole/domain/ids';
import type { MonthEndScope } from '@makewhole/domain/month-ends/month-end';
import { money } from '@makewhole/domain/money';
import { and, eq } from 'drizzle-orm';
import { submit } from './quarter-refunds.ts';
import { TRUST_ACCOUNTS, instantOf, type Account, type Quarter, type TrustAccount } from './quarter-world.ts';

/** A line of the bank as its description has it, and what it is: a step of the books, of a payment or a refund. */
export type Match = readonly [account: TrustAccount, line: string, postings: readonly string[]];

export type Month = {
  readonly month: string;
  readonly on: BankDate;
  readonly matches: readonly Match[];
  /** The refunds whose transfers are matched by their own task. */
  readonly transfers: readonly (readonly [account: TrustAccount, name: string])[];
  /** A line of the bank that the import loses. */
  readonly lost?: string | undefined;
};

const ALL: readonly Account[] = [...TRUST_ACCOUNTS, 'operating'];

/** Imports what the bank wrote, as a person who reads the balances from the paper. */
export async function importMonth(quarter: Quarter, { month, on, lost }: Month): Promise<void> {
  const { db, firm, accounts, bank } = quarter;
  for (const account of ALL) {
    const { from, to, opening, lines: written, closing } = bank.statement(account, month);
    const lines = written.filter(({ description }) => description !== lost);
    const imported = await importStatement(db, {
      ...{ firmId: firm.firmId, account: account === 'operating' ? 'operating' : 'trust', format: 'csv' },
      ...{ bankAccountId: accounts[account], accountNumber: null },
      sha256: createHash('sha256')
        .update(`${account} ${month} ${JSON.stringify(lines)}`)
        .digest('hex'),
      lines: lines.map((line) => ({ ...line, amount: money(line.amount), currency: 'USD', bankId: null })),
      closing: { balance: money(closing), date: to },
      ...{ openingBalance: money(opening), periodStart: from },
      ...{ importedBy: firm.people.admin, at: instantOf(on) },
    });
    if (imported.kind !== 'imported') throw new Error(`${account} ${month}: ${imported.kind}`);
  }
}

/** What a person says of the lines that Makewhole does not match by itself. */
export async function matchByHand(quarter: Quarter, { matches, transfers, month, on }: Month): Promise<void> {
  const { people } = quarter.firm;
  for (const [account, name] of transfers) {
    const trustLineId = await findLine(quarter, account, `TRANSFER ${name}`);
    const operatingLineId = await findLine(quarter, 'operating', `TRANSFER ${name}`);
    const body = { trustLineId, operatingLineId };
    await submit(quarter, name, 'bank_match', { kind: 'bank_match', body, actor: people.admin }, on);
  }
  for (const [account, line, wanted] of matches) {
    const { to } = quarter.bank.statement(account, month);
    const entries = await readJournal(quarter.db, { ...keyOf(quarter, account), from: '2026-07-01', to });
    const postingIds = entries
      .filter((entry) => wanted.includes(nameOf(quarter, entry)))
      .map(({ postingId }) => postingId);
    const lineId = await findLine(quarter, account, line);
    const by = { actor: people.admin, at: instantOf(on) };
    const cleared = await clearLine(quarter.db, keyOf(quarter, account), { lineId, postingIds }, by);
    if (cleared.kind !== 'cleared') throw new Error(`${line} is not ${wanted.join(', ')}: ${cleared.kind}`);
  }
}

/** The draft of a month, as the books and the bank's lines are now. */
export async function reconcile(
  quarter: Quarter,
  account: TrustAccount,
  { month, on }: Month,
  scope: MonthEndScope = 'full',
) {
  const key = keyOf(quarter, account);
  const endingOn = quarter.bank.statement(account, month).to;
  const by = { actor: quarter.firm.people.admin, at: instantOf(on) };
  const opened = await openMonthEnd(quarter.db, key, { endingOn, scope }, by);
  if (opened.kind !== 'open') throw new Error(`${account} ${month} was not opened: ${opened.kind}`);
  const computed = await computeMonthEnd(quarter.db, opened.monthEnd);
  if (computed === null) throw new Error('There are few rows');
  return { ...computed, id: opened.monthEnd.id };
}

/** The bookkeeper signs what they see, then the lawyer does. @returns how the two signatures ended */
export async function signMonth(quarter: Quarter, account: TrustAccount, month: Month) {
  const { db, firm } = quarter;
  const { id, reconciledHash } = await reconcile(quarter, account, month);
  const key = keyOf(quarter, account);
  const signer = { at: instantOf(month.on), separateDuties: true };
  const prepared = { reconciledHash, position: 'Bookkeeper', mayTransfer: false, explanation: null };
  const bookkeeper = { ...signer, actor: firm.people.admin };
  const first = await prepareMonthEnd(db, key, id, prepared, bookkeeper);
  const reviewed = { reconciledHash, barNumber: '123456', barState: 'NY' };
  const second = await signMonthEnd(db, key, id, reviewed, { ...signer, actor: firm.people.lawyer });
  return [first, second].map((signed) => (signed.kind === 'done' ? signed.monthEnd.status : signed.kind));
}

type Named = {
  readonly step: string;
  readonly on: BankDate;
  readonly transactionId: string | null;
  readonly refundId: string | null;
};

/** What the scenario calls a posting: its step, and the payment or refund that it is about, or else its day. */
export function nameOf({ payments, refunds }: Quarter, { step, on, transactionId, refundId }: Named): string {
  const ofRefund = [...refunds].find(([, refund]) => refund.refundId === refundId);
  const ofPayment = [...payments].find(([, payment]) => payment.transactionId === transactionId);
  const [name] = ofRefund ?? ofPayment ?? [];
  return `${step} ${name ?? on}`;
}

function keyOf({ firm, accounts }: Quarter, account: TrustAccount) {
  return { firmId: firm.firmId, bankAccountId: accounts[account] };
}

async function findLine({ db, accounts }: Quarter, account: Account, line: string): Promise<BankLineId> {
  const ofLine = and(eq(bankLines.bankAccountId, accounts[account]), eq(bankLines.description, line));
  const [found, ...others] = await db.select({ id: bankLines.id }).from(bankLines).where(ofLine);
  if (found === undefined || others.length > 0) throw new Error(`Not one ${line} in ${account}`);
  return asId<BankLineId>(found.id);
}
