import { expect, it } from 'vitest';
import type { TrustReportBody } from './schemas.ts';
import { trustReportCsv } from './trust-report-csv.ts';

const inAccount = (bankAccount: string, ledger: number, balance: number) => ({
  ...{ bankAccountId: `ba_${bankAccount}`, bankAccount, ledger, balance, held: 0 },
  difference: ledger - balance,
});

const REPORT: TrustReportBody = {
  asOf: '2026-03-04T07:00:00.000Z',
  currency: 'USD',
  bank: 1_234_05,
  book: 1_234_00,
  clients: 1_239_07,
  onItsWay: 0,
  other: -15_00,
  positive: 1_484_00,
  shortage: 250_00,
  shortMatters: 1,
  differences: { bankLessBook: 5, bookLessClients: -5_07 },
  isBalanced: false,
  agreesWithBank: false,
  statement: {
    balance: 1_300_00,
    date: '2026-03-03',
    ledger: 1_234_05,
    difference: 65_95,
    datedBy: 'effective_date',
  },
  otherLedgers: [{ bankAccountId: 'ba_1', bankAccount: 'IOLTA', ledger: 'firm', amount: -15_00 }],
  matters: [
    {
      matterId: 'mat_1',
      number: '2026-014',
      name: 'Whitfield, "the lease"',
      client: '=HYPERLINK("http://bad.example")',
      ledger: 1_234_00,
      balance: 1_239_07,
      held: 0,
      difference: -5_07,
      accounts: [inAccount('IOLTA', 1_234_00, 1_239_07)],
    },
    {
      ...{ matterId: 'mat_2', number: '2026-015', name: 'Brandt estate', client: 'Luis Brandt' },
      ...{ ledger: -250_00, balance: -250_00, held: 0, difference: 0 },
      accounts: [inAccount('IOLTA', 100_00, 100_00), inAccount('Second IOLTA', -350_00, -350_00)],
    },
  ],
};

it('is a table of decimals whose words are no formulas', () => {
  expect(
    trustReportCsv(REPORT, { name: 'Ortiz & Lee', timeZone: 'America/Los_Angeles' }).split('\r\n'),
  ).toEqual([
    '\uFEFF"Ledger self-check of Ortiz & Lee as of 2026-03-03 23:00:00 UTC-08:00 (America/Los_Angeles), USD",,,,,,,,',
    'Line,Matter,Name,Client,Ledger,Balance,Held,Difference,Shortage',
    'Statement,2026-03-03,Ledger by effective date,,1234.05,1300.00,,65.95,',
    'Bank,,,,1234.05,,,0.05,',
    'Book,,,,1234.00,,,-5.07,',
    'Clients,,,,,1239.07,,,',
    'Ledgers not negative,,,,1484.00,,,,',
    'Negative ledgers,,,,-250.00,,,,250.00',
    'No matter,,Firm funds for bank charges,IOLTA,-15.00,,,,15.00',
    `Matter,2026-014,"Whitfield, ""the lease""","'=HYPERLINK(""http://bad.example"")",1234.00,1239.07,0.00,-5.07,`,
    'Matter,2026-015,Brandt estate,Luis Brandt,-250.00,-250.00,0.00,0.00,350.00',
    'Account,2026-015,,IOLTA,100.00,100.00,0.00,0.00,',
    'Account,2026-015,,Second IOLTA,-350.00,-350.00,0.00,0.00,350.00',
    '',
  ]);
});
