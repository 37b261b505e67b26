// The month of the specification's example page 1, in 2025: clients A, B and C, and the firm's own money for bank
// charges, in one trust account whose statements of October to December are imported.
import { createHash, randomUUID } from 'node:crypto';
import { findDefaultAccounts } from '@makewhole/db/bank-accounts/list-bank-accounts';
import { importStatement } from '@makewhole/db/bank/import-statement';
import type { Db } from '@makewhole/db/connect';
import { insertPosting } from '@makewhole/db/ledger/insert-posting';
import { newId } from '@makewhole/db/new-id';
import { type BankAccountId, type LossId, type MatterId } from '@makewhole/domain/ids';
import { money, negate } from '@makewhole/domain/money';
import { addMatter, createSmallFirm, type SmallFirm } from '../../support/small-firm.ts';

export type November = {
  readonly firm: SmallFirm;
  readonly account: { readonly firmId: SmallFirm['firmId']; readonly bankAccountId: BankAccountId };
  readonly matters: Readonly<Record<'A' | 'B' | 'C', MatterId>>;
};

/** A client's ledger, or one that is no matter's. */
type Ledger = keyof November['matters'] | keyof typeof OTHER_LEDGERS;
const OTHER_LEDGERS = { FIRM: 'firm_trust_liability', IOLTA: 'interest_trust_liability' } as const;

export async function seedNovember(db: Db): Promise<November> {
  const firm = await createSmallFirm(db, 0);
  const { firmId } = firm;
  const { trust: bankAccountId } = await findDefaultAccounts(db, firmId);
  const matters = {
    A: firm.matterId,
    B: await addMatter(db, firm, { number: '2025-B', name: 'B', client: 'Client B' }),
    C: await addMatter(db, firm, { number: '2025-C', name: 'C', client: 'Client C' }),
  };
  const november = { firm, account: { firmId, bankAccountId }, matters };
  const book = (ledger: Ledger, amount: number, on: string) => bookInTrust(db, november, ledger, amount, on);
  await book('A', 1_250_00, '2025-10-06');
  await book('B', 20_000_00, '2025-10-15');
  await book('C', 7_000_00, '2025-10-20');
  await book('FIRM', 100_00, '2025-10-01');
  await book('A', -1_250_00, '2025-11-27');
  await book('C', 400_00, '2025-11-30');
  await book('IOLTA', 3_12, '2025-12-01');
  await book('IOLTA', -3_12, '2025-12-01');
  return november;
}

/** Books money into or out of a client ledger and the account's journal. @returns the cause, which identifies it */
export async function bookInTrust(
  db: Db,
  { firm, matters }: November,
  ledger: Ledger,
  amount: number,
  effectiveOn: string,
  at = new Date(`${effectiveOn}T15:00:00Z`),
): Promise<LossId> {
  const causeId = newId<LossId>('loss');
  const moved = money(amount);
  const subject = { firmId: firm.firmId, causeId, at, effectiveOn };
  await insertPosting(db, subject, { step: 'receipt', leg: 'trust', allocationId: null }, [
    { account: 'trust_bank', matterId: null, amount: moved },
    ledger === 'FIRM' || ledger === 'IOLTA'
      ? { account: OTHER_LEDGERS[ledger], matterId: null, amount: negate(moved) }
      : { account: 'client_trust_liability', matterId: matters[ledger], amount: negate(moved) },
  ]);
  return causeId;
}

type Line = readonly [date: string, amount: number, description: string];

export const STATEMENTS = {
  october: {
    ...{ periodStart: '2025-10-01', opening: 0, closing: 28_350_00, closingDate: '2025-10-31' },
    lines: [
      ['2025-10-01', 100_00, 'Transfer from operating'],
      ['2025-10-08', 1_250_00, 'ACH credit'],
      ['2025-10-16', 20_000_00, 'Wire'],
      ['2025-10-21', 7_000_00, 'Check deposit'],
    ] as readonly Line[],
  },
  november: {
    ...{ periodStart: '2025-11-01', opening: 28_350_00, closing: 28_353_12, closingDate: '2025-11-30' },
    lines: [['2025-11-30', 3_12, 'Interest']] as readonly Line[],
  },
  december: {
    ...{ periodStart: '2025-12-01', opening: 28_353_12, closing: 27_500_00, closingDate: '2025-12-31' },
    lines: [
      ['2025-12-01', -1_250_00, 'Transfer TC-1044'],
      ['2025-12-01', -3_12, 'IOLTA remittance'],
      ['2025-12-02', 400_00, 'Card batch po_88'],
    ] as readonly Line[],
  },
};

/** Imports a statement as a person who reads its balances from the paper. */
export async function importMonth(
  db: Db,
  { firm, account }: Pick<November, 'firm' | 'account'>,
  { periodStart, opening, closing, closingDate, lines }: (typeof STATEMENTS)['october'],
): Promise<void> {
  const outcome = await importStatement(db, {
    ...{ firmId: firm.firmId, account: 'trust', bankAccountId: account.bankAccountId, format: 'csv' },
    sha256: createHash('sha256').update(randomUUID()).digest('hex'),
    lines: lines.map(([date, amount, description]) => ({
      ...{ date, amount: money(amount), description, currency: 'USD' as const, bankId: null },
    })),
    closing: { balance: money(closing), date: closingDate },
    openingBalance: money(opening),
    periodStart,
    accountNumber: null,
    ...{ importedBy: firm.people.admin, at: new Date() },
  });
  if (outcome.kind !== 'imported') throw new Error(`The statement was not imported: ${outcome.kind}`);
}
