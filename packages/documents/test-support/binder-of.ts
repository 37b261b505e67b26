// A month-end binder to print: made by the rules that make a real one, of as many clients and entries as a test needs.
import { balancesSection, cardsSection, journalSection } from '@makewhole/domain/month-ends/binder-books';
import type {
  AccountFacts,
  CardEntry,
  JournalEntry,
  LedgerOfPeriod,
  MatchedLine,
} from '@makewhole/domain/month-ends/binder-facts';
import {
  outstandingSections,
  pageSection,
  statementSection,
} from '@makewhole/domain/month-ends/binder-lists';
import {
  coverSection,
  recordSections,
  type BinderRecords,
} from '@makewhole/domain/month-ends/binder-records';
import { reconcileThreeWays } from '@makewhole/domain/month-ends/three-way';
import { asId, type PrincipalId } from '@makewhole/domain/ids';
import { ZERO, money, sum } from '@makewhole/domain/money';
import type { BinderPaper } from '../src/month-end-binder/binder-facts.ts';

export const NAMES = [
  'Łukasz Żółć',
  'Anand Patel',
  'Brightwater Holdings LLC',
  'Nguyễn Thị Hồng',
  'Дмитрий Щукин',
];

/** @param entries the deposits of each client in November 2026, of which the last is still outstanding */
export function binderOf(
  clients: number,
  entries: number,
  status: BinderPaper['status'] = 'signed',
): BinderPaper {
  const facts = factsOf(clients, entries);
  const page = reconcileThreeWays(facts);
  const sections = [
    coverSection(RECORDS),
    pageSection(page),
    statementSection(facts),
    ...outstandingSections(page, facts),
    journalSection(facts),
    balancesSection(facts),
    cardsSection(facts),
    ...recordSections(facts, RECORDS),
  ];
  const isSigned = status === 'signed';
  return {
    ...{
      firm: 'Hargrove & Lindqvist LLP',
      timeZone: 'America/New_York',
      id: 'me_7Qd2TtL9',
      version: 1,
      status,
    },
    account: {
      name: 'Hargrove IOLTA',
      bank: 'First Bank of Albany',
      lastFour: '4410',
      isIolta: true,
      state: 'NY',
    },
    ...{ title: 'Three-way reconciliation of the trust account', scope: 'full' },
    ...{ periodStart: '2026-11-01', endingOn: '2026-11-30', agrees: page.agrees, explanation: null },
    prepared:
      status === 'draft'
        ? null
        : { name: 'Elena Ruiz', as: 'Bookkeeper', at: new Date('2026-12-09T15:04:00Z'), mayTransfer: false },
    signed: isSigned
      ? { name: 'Daniel Hargrove', as: 'bar number 4471823 (NY)', at: new Date('2026-12-14T20:30:00Z') }
      : null,
    contentHash: status === 'draft' ? null : 'c0ffee'.padEnd(64, '0'),
    sections,
    asOf: new Date('2026-12-09T15:04:00Z'),
  };
}

/** What each deposit of a client is, in cents. */
const depositOf = (client: number, nth: number) => money(100_00 + client * 7 + nth * 13);

function factsOf(clients: number, entries: number): AccountFacts {
  const all = Array.from({ length: clients }, (_, client) => client);
  const each = all.flatMap((client) =>
    Array.from({ length: entries }, (_, nth) => ({ client, nth, amount: depositOf(client, nth) })),
  );
  const dayOf = (nth: number) => `2026-11-${String(1 + (nth % 28)).padStart(2, '0')}` as const;
  const journal = each.map(({ client, nth, amount }): JournalEntry => {
    const isLast = nth === entries - 1 && client === 0;
    return {
      ...{ postingId: `post_${client}x${nth}`, about: `txn_${client}x${nth}`, on: dayOf(nth), amount },
      ...{ clearedOn: isLast ? null : dayOf(nth), isTakenBack: false, step: 'receipt', refundId: null },
      ...{ transactionId: `txn_${client}x${nth}`, payerName: NAMES[client % NAMES.length] ?? null },
      ...{ ledger: `mat_${client}`, reference: null, recordedBy: 'Makewhole', recordedById: null },
      ...{
        recordedAt: `${dayOf(nth)}T15:00:00.000Z`,
        authorizedBy: null,
        authorizedById: null,
        forDate: null,
      },
    };
  });
  const cleared = journal.filter(({ clearedOn }) => clearedOn !== null);
  const closing = sum(cleared.map(({ amount }) => amount));
  return {
    ledgers: all.map((client) => ledgerOf(client, each)),
    journal: sum(each.map(({ amount }) => amount)),
    journalOpening: ZERO,
    entries: journal.toSorted((one, other) => one.on.localeCompare(other.on)),
    lines: cleared.map(({ postingId, on, amount }): MatchedLine => ({
      ...{ lineId: `line_${postingId}`, date: on, amount, description: 'ACH CREDIT MERCHANT DEP' },
      ...{ bookedOn: on, bookedAmount: amount, postingIds: [postingId], correction: null },
    })),
    cards: each.map(({ client, nth, amount }): CardEntry => ({
      ...{ postingId: `post_${client}x${nth}`, on: dayOf(nth), amount, key: `mat_${client}` },
      ...{ step: 'receipt', payerName: NAMES[client % NAMES.length] ?? null },
    })),
    oneSided: [],
    statement: {
      ...{ from: '2026-11-01', to: '2026-11-30', begunOn: '2026-11-01', scope: 'full' },
      ...{ opening: ZERO, closing, previousClosing: null },
    },
  };
}

type Deposit = { readonly client: number; readonly amount: ReturnType<typeof money> };

function ledgerOf(client: number, each: readonly Deposit[]): LedgerOfPeriod {
  const balance = sum(each.filter((one) => one.client === client).map(({ amount }) => amount));
  return {
    ...{ key: `mat_${client}`, name: `${10281 + client}-001 Estate of the ${client}th client`, balance },
    ...{ matterNumber: `${10281 + client}-001`, client: NAMES[client % NAMES.length] ?? null },
    ...{ opening: ZERO, receipts: balance, disbursements: ZERO, held: client === 0 ? money(100_00) : ZERO },
    ...{ lastActivityOn: '2026-11-28', matterClosedOn: null },
  };
}

const PERSON = asId<PrincipalId>('usr_1');

const RECORDS: BinderRecords = {
  cover: { Scope: 'Three-way reconciliation of the trust account', Firm: 'Hargrove & Lindqvist LLP' },
  refunds: [
    {
      ...{ refund: 'rf_9aKq', status: 'succeeded', transaction: 'txn_0x0', client: NAMES[0] ?? null },
      ...{ payer: 'Renee Coleman', matter: '10281-001', method: 'card', amount: 1_250_00 },
      ...{ requestedBy: 'Elena Ruiz', approvedBy: 'Daniel Hargrove', acceptedAt: '2026-11-20T15:00:00Z' },
      ...{ settledAt: '2026-11-23T15:00:00Z', trace: 're_123', aOn: '2026-11-24', aReference: 'TC-1044' },
      ...{ bOn: '2026-11-24', bReference: 'D-77', cOn: '2026-11-25', cReference: 'FT-9', evidence: 'ev_1' },
    },
  ],
  losses: [],
  people: [
    { name: 'Daniel Hargrove', role: 'lawyer', since: '2025-01-03T12:00:00Z' },
    { name: 'Elena Ruiz', role: 'admin', since: '2025-02-03T12:00:00Z' },
  ],
  accountings: [],
  evidence: [
    {
      ...{ evidence: 'ev_1', mediaType: 'application/pdf', about: 'refund rf_9aKq, step (c)' },
      ...{ sha256: 'ab'.repeat(32), keptBy: `Daniel Hargrove (${PERSON})`, keptAt: '2026-11-25T16:00:00Z' },
    },
  ],
  seal: { sequence: 41, day: '2026-12-01', hash: 'd0'.repeat(32) },
  review: null,
};
