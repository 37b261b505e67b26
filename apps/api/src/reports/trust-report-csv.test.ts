import { expect, it } from 'vitest';
import type { TrustReportBody } from './schemas.ts';
import { trustReportCsv } from './trust-report-csv.ts';

const REPORT: TrustReportBody = {
  asOf: '2026-03-04T07:00:00.000Z',
  currency: 'USD',
  bank: 1_234_05,
  book: 1_234_00,
  clients: 1_239_07,
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
    },
  ],
};

it('is a table of decimals whose words are no formulas', () => {
  expect(trustReportCsv(REPORT).split('\r\n')).toEqual([
    '\uFEFF"Trust report of 2026-03-04T07:00:00.000Z, USD"',
    'Line,Matter,Name,Client,Ledger,Balance,Held,Difference',
    'Statement,2026-03-03,Ledger by effective date,,1234.05,1300.00,,65.95',
    'Bank,,,,1234.05,,,0.05',
    'Book,,,,1234.00,,,-5.07',
    'Clients,,,,,1239.07,,',
    `Matter,2026-014,"Whitfield, ""the lease""","'=HYPERLINK(""http://bad.example"")",1234.00,1239.07,0.00,-5.07`,
    '',
  ]);
});
