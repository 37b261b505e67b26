// Every CSV that is written, with whatever people and other systems put into it: a strict reader gets each row and each
// column, and no cell is a formula.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvOf } from '@makewhole/api/csv';
import { journalColumns, journalRows } from '@makewhole/api/exports/journal-columns';
import { paymentColumns } from '@makewhole/api/exports/payment-columns';
import { refundColumns } from '@makewhole/api/exports/refund-columns';
import { sectionCsv } from '@makewhole/api/month-ends/section-csv';
import { trustReportCsv } from '@makewhole/api/reports/trust-report-csv';
import { unclaimedCsv } from '@makewhole/api/reports/unclaimed-csv';
import { reportTable } from '@makewhole/client/imports/report-table';
import { csvText, withoutGuard } from '@makewhole/domain/csv-text';
import { readStrictly } from '@makewhole/domain/fixtures/read-strict-csv';

const ZONE = 'America/New_York';
const AT = new Date('2026-11-01T05:30:00Z');
const FIRM = { name: 'Ortiz & Lee', timeZone: ZONE };
const TROUBLE = [
  '=',
  '+',
  '-',
  '@',
  '＝',
  '"',
  "'",
  ',',
  ';',
  '\t',
  ' ',
  '\r',
  '\n',
  '\u2028',
  '\v',
  '\u200b',
  '1',
];

/** Text that is none of ours: each begins with a sign, or breaks a row somewhere. */
const hostile = fc
  .array(fc.oneof(fc.constantFrom(...TROUBLE), fc.string({ unit: 'binary', maxLength: 3 })), {
    minLength: 1,
    maxLength: 8,
  })
  .map((parts) => parts.join(''));
const several = fc.array(hostile, { minLength: 1, maxLength: 20 });

// The casts: of each row only what its columns read is made up.
const EXPORTS: Readonly<Record<string, (texts: readonly string[]) => string | Promise<string>>> = {
  payments: (texts) => joined(csvOf(pageOf(texts.map(paymentOf)), paymentColumns(ZONE) as never)),
  refunds: (texts) => joined(csvOf(pageOf(texts.map(refundOf)), refundColumns(ZONE) as never)),
  journal: (texts) => {
    const rows = journalRows(texts.map(postingOf) as never, 'accrual');
    const accounts = [{ code: 'operating_bank', standardName: 'x', number: texts[0], name: texts[0] }];
    return joined(csvOf(pageOf(rows), journalColumns(accounts as never, ZONE)));
  },
  'trust report': (texts) => trustReportCsv(trustReportOf(texts) as never, FIRM),
  'unclaimed money': (texts) => unclaimedCsv(unclaimedOf(texts) as never, FIRM),
  'month end': (texts) => sectionCsv(BINDER as never, sectionOf(texts) as never),
  'bad rows': (texts) => csvText(reportTable(texts.map(badRowOf)), { bom: true }),
};

describe.each(Object.entries(EXPORTS))('%s', (_, write) => {
  it('has a row for each, all of one width, with every text as it was and none a formula', async () => {
    const [one, two] = [
      readStrictly(await write(['x'])).length,
      readStrictly(await write(['x', 'x'])).length,
    ];
    await fc.assert(
      fc.asyncProperty(several, async (texts) => {
        const rows = readStrictly(await write(texts));
        expect(rows.length).toBe(one + (texts.length - 1) * (two - one));
        const cells = new Set(rows.flat().map(withoutGuard));
        expect(texts.filter((text) => !cells.has(text))).toEqual([]);
        for (const cell of rows.flat()) {
          expect(/^[=+\-@＝\t\r\n]/.test(cell) && !/^-?\d+\.\d\d$/.test(cell), JSON.stringify(cell)).toBe(
            false,
          );
        }
      }),
    );
  });
});

async function joined(parts: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const part of parts) text += part;
  return text;
}

async function* pageOf<Row>(rows: readonly Row[]) {
  yield await Promise.resolve(rows);
}

function paymentOf(text: string, nth: number) {
  return {
    ...{ transactionId: `txn_${nth}`, type: 'sale', status: 'settled', createdAt: AT, settledAt: AT },
    ...{ payer: { name: text, email: text }, method: 'card', last4: '0042', refundId: null, refundOf: null },
    ...{ matter: { number: text, name: text }, items: [{ invoiceNumber: text }], legs: [] },
    ...{ amount: -5_07, currency: 'USD', disputed: false },
  };
}

function refundOf(text: string, nth: number) {
  const refund = {
    ...{
      id: `ref_${nth}`,
      transactionId: text,
      status: 'requested',
      requestedAt: AT,
      requestedBy: { name: text },
    },
    ...{ method: 'card', legs: [], amount: 1_00, currency: 'USD', reason: text, failureMessage: text },
    ...{
      expectedEarliest: '2026-11-30',
      expectedLatest: '2026-12-01',
      late: false,
      settledAt: null,
      closedAt: AT,
    },
  };
  return { refund, payment: paymentOf(text, nth) };
}

function postingOf(text: string, nth: number) {
  const line = { account: 'operating_bank', amount: 1_00, matterNumber: text, client: text };
  return {
    ...{ id: `post_${nth}`, day: '2026-11-01', step: 'receipt', recordedAt: AT.toISOString() },
    ...{ transactionId: text, refundId: null, entries: [line, { ...line, amount: -1_00 }] },
  };
}

function trustReportOf(texts: readonly string[]) {
  const amounts = { ledger: -1_00, balance: 0, held: 0, difference: -1_00 };
  const accountOf = (text: string) => ({ bankAccountId: 'ba_1', bankAccount: text, ...amounts });
  return {
    ...{ asOf: AT.toISOString(), currency: 'USD', bank: 1, book: 2, clients: 3, positive: 4, shortage: 5 },
    ...{ differences: { bankLessBook: -1, bookLessClients: -1 }, statement: null },
    otherLedgers: texts.map((bankAccount) => ({
      bankAccountId: 'ba_1',
      bankAccount,
      ledger: 'firm',
      amount: -1,
    })),
    matters: texts.map((text) => ({
      ...{ matterId: 'mat_1', number: text, name: text, client: text, ...amounts },
      accounts: [accountOf(text), accountOf(text)],
    })),
  };
}

function unclaimedOf(texts: readonly string[]) {
  const items = texts.map((text) => ({
    ...{ kind: 'uncashed_check', owner: text, matterNumber: text, amount: 1_00, reference: text },
    ...{ lastContactOn: null, state: null, dormantOn: null, transactionId: text },
  }));
  return { asOf: AT.toISOString(), currency: 'USD', isComplete: true, items };
}

const BINDER = {
  ...{ id: 'me_1', title: 'Reconciliation', version: 1, status: 'draft', sections: [] },
  ...{ periodStart: '2026-11-01', endingOn: '2026-11-30' },
};

function sectionOf(texts: readonly string[]) {
  return {
    ...{ section: '5', title: texts[0], note: texts[0], count: texts.length, total: -5_07, line: null },
    columns: [
      { key: 'who', label: 'Who', kind: 'text' },
      { key: 'amount', label: 'Amount', kind: 'amount' },
    ],
    rows: texts.map((who) => ({ who, amount: -5_07 })),
  };
}

function badRowOf(text: string, line: number) {
  return { line, column: text, code: 'invalid_value', value: text, message: text };
}
