// Sections 0 and 7 to 14 of the month-end binder: the cover, and what was done about trust money by whom. What nobody
// records yet is a section of its own that says so.
import type { BankDate } from '../bank-calendar.ts';
import type { AccountFacts, JournalEntry } from './binder-facts.ts';
import { nameOfStep } from './binder-lists.ts';
import { negativeSpells } from './negative-days.ts';
import {
  amountColumn,
  dateColumn,
  sectionOf,
  textColumn,
  type Column,
  type Row,
  type Section,
} from './section.ts';

/** Rows as the store has them, by the keys of their columns. */
export type BinderRecords = {
  readonly cover: Readonly<Record<string, string | null>>;
  readonly refunds: readonly Row[];
  readonly losses: readonly Row[];
  readonly people: readonly Row[];
  readonly accountings: readonly Row[];
  readonly evidence: readonly Row[];
  /** The first seal after the period; null while there is none. */
  readonly seal: { readonly sequence: number; readonly day: BankDate; readonly hash: string } | null;
  /** The sample of the quarter that ends with the period; null if none does. */
  readonly review: {
    readonly quarter: string;
    /** The seal that drew it; null while there is none. */
    readonly sealSequence: number | null;
    readonly size: number;
    readonly rows: readonly Row[];
  } | null;
};

export function recordSections(facts: AccountFacts, records: BinderRecords): Section[] {
  return [
    refundsSection(records),
    lossesSection(records),
    ...exceptionSections(facts),
    authoritySection(records),
    sampleSection(records),
    accountingsSection(records),
    evidenceSection(records),
    proofSection(records),
  ];
}

export function coverSection({ cover }: BinderRecords): Section {
  return sectionOf({
    section: '0',
    title: 'Cover and certification',
    columns: [textColumn('what', 'What'), textColumn('value', 'Value')],
    rows: Object.entries(cover).map(([what, value]) => ({ what, value })),
    note: 'Who prepared and who signed is with the month end itself: this content is what they signed.',
  });
}

const STEP_COLUMNS = (['a', 'b', 'c'] as const).flatMap((step): Column[] => [
  dateColumn(`${step}On`, `(${step}) on`),
  textColumn(`${step}Reference`, `(${step}) reference`),
]);

function refundsSection({ refunds }: BinderRecords): Section {
  return sectionOf({
    section: '7',
    title: 'Refunds that touched trust',
    columns: [
      textColumn('refund', 'Refund'),
      textColumn('status', 'Status'),
      textColumn('transaction', 'Transaction'),
      textColumn('client', 'Client'),
      textColumn('payer', 'Payer'),
      textColumn('matter', 'Matter'),
      textColumn('method', 'Method'),
      amountColumn('amount', 'Trust amount'),
      textColumn('requestedBy', 'Requested by'),
      textColumn('approvedBy', 'Approved by'),
      textColumn('acceptedAt', 'Accepted at'),
      textColumn('settledAt', 'Succeeded at'),
      textColumn('trace', "Processor's ID"),
      ...STEP_COLUMNS,
      textColumn('evidence', 'Evidence'),
    ],
    rows: refunds,
    note: 'Open ones first. The trace number of the bank is not kept yet.',
  });
}

function lossesSection({ losses }: BinderRecords): Section {
  return sectionOf({
    section: '8',
    title: 'Returned and disputed deposits',
    columns: [
      dateColumn('on', 'Known on'),
      textColumn('kind', 'Kind'),
      textColumn('transaction', 'Transaction'),
      textColumn('code', 'Return code'),
      amountColumn('amount', 'Trust amount'),
      textColumn('debitedFrom', 'Debited from'),
      textColumn('status', 'Status'),
      dateColumn('closedOn', 'Closed on'),
    ],
    rows: losses,
    note: 'Shortages are in section 9a. Whether and when the bar was notified is not recorded here.',
  });
}

function exceptionSections({ ledgers, cards, entries, statement }: AccountFacts): Section[] {
  const ofPeriod = entries.filter(({ on }) => statement.from <= on);
  const row = (entry: JournalEntry) => ({
    ...{ date: entry.on, forDate: entry.forDate, recordedAt: entry.recordedAt, amount: entry.amount },
    ...{ what: nameOfStep(entry.step), recordedBy: entry.recordedBy, posting: entry.postingId },
  });
  const columns = [
    dateColumn('date', 'Effective'),
    dateColumn('forDate', 'Meant for'),
    textColumn('recordedAt', 'Recorded at (UTC)'),
    textColumn('what', 'What'),
    amountColumn('amount', 'Amount'),
    textColumn('recordedBy', 'Recorded by'),
    textColumn('posting', 'Journal no.'),
  ];
  const isLate = ({ recordedAt, forDate }: JournalEntry) =>
    forDate !== null || recordedAt.slice(0, 10) > statement.to;
  return [
    sectionOf({
      section: '9a',
      title: 'Negative client ledgers',
      columns: [
        textColumn('ledger', 'Client ledger'),
        dateColumn('from', 'From'),
        amountColumn('lowest', 'Lowest'),
        dateColumn('curedOn', 'Cured on'),
      ],
      rows: negativeSpells(ledgers, cards, statement.from),
    }),
    sectionOf({
      ...{ section: '9b', title: 'Corrections', columns },
      rows: ofPeriod.filter(({ step }) => step.startsWith('undo_')).map(row),
      note: 'The reason of each correction is on the page of its refund. Overdrafts that the bank reports are not recorded here.',
    }),
    sectionOf({
      ...{ section: '9c', title: 'Recorded after the month, or for a month that was locked', columns },
      rows: ofPeriod.filter(isLate).map(row),
    }),
  ];
}

function authoritySection({ people }: BinderRecords): Section {
  return sectionOf({
    section: '10',
    title: 'Authority',
    columns: [textColumn('name', 'Name'), textColumn('role', 'Role'), textColumn('since', 'Since')],
    rows: people,
    note: 'As of the day on which this was prepared. Lawyers and owners may record trust steps and sign; admins may reconcile. Changes of roles are in the timeline of the firm. Who may sign at the bank is not recorded here.',
  });
}

function sampleSection({ review }: BinderRecords): Section {
  return sectionOf({
    section: '11',
    title: 'Transaction review',
    columns: [
      textColumn('posting', 'Journal no.'),
      dateColumn('date', 'Effective'),
      textColumn('what', 'What'),
      amountColumn('amount', 'Amount'),
      textColumn('client', 'Client'),
      textColumn('matter', 'Matter'),
      textColumn('negativeBalance', 'Negative balance'),
      textColumn('reviewed', 'Reviewed'),
      textColumn('disbursements', 'Disbursements'),
      textColumn('outstanding', 'Outstanding'),
      textColumn('improper', 'Improperly made'),
      textColumn('explanation', 'Explanation'),
      textColumn('reviewer', 'Reviewer'),
      textColumn('reviewedAt', 'Reviewed at (UTC)'),
    ],
    rows: review?.rows ?? [],
    note: noteOfReview(review),
  });
}

function noteOfReview(review: BinderRecords['review']): string {
  if (review === null) return "Drawn each quarter: the sample is in the binder of the quarter's last month.";
  const { quarter, sealSequence, size } = review;
  if (sealSequence === null) {
    return `Not drawn yet: the sample of ${quarter} is drawn by the first seal after the quarter, which nobody can choose.`;
  }
  return `${size} transactions of ${quarter}, if it has as many, drawn by seal ${sealSequence} from what was in the books when it was made: those whose SHA-256 of "<hash of the seal>:<journal no.>" is lowest. A lawyer answers before this is prepared.`;
}

function accountingsSection({ accountings }: BinderRecords): Section {
  return sectionOf({
    section: '12',
    title: 'Client accountings sent',
    columns: [
      textColumn('client', 'Client'),
      textColumn('matter', 'Matter'),
      dateColumn('sentOn', 'Sent on'),
      textColumn('to', 'To'),
      amountColumn('balance', 'Balance shown'),
      textColumn('sha256', 'SHA-256'),
    ],
    rows: accountings,
    note: 'Written in the period, to clients with money in this account. Without a day it was not sent: the firm has no address of the client, or the mail server has not accepted it.',
  });
}

function evidenceSection({ evidence }: BinderRecords): Section {
  return sectionOf({
    section: '13',
    title: 'Evidence',
    columns: [
      textColumn('evidence', 'No.'),
      textColumn('mediaType', 'Type'),
      textColumn('about', 'For'),
      textColumn('sha256', 'SHA-256'),
      textColumn('keptBy', 'Kept by'),
      textColumn('keptAt', 'Kept at'),
    ],
    rows: evidence,
    note: 'The files themselves are downloaded one by one.',
  });
}

function proofSection({ seal }: BinderRecords): Section {
  return sectionOf({
    section: '14',
    title: 'Proof',
    columns: [textColumn('what', 'What'), textColumn('value', 'Value')],
    rows:
      seal === null
        ? []
        : [
            { what: 'First seal after the period', value: `${seal.sequence}` },
            { what: 'Made on', value: seal.day },
            { what: 'SHA-256', value: seal.hash },
          ],
    note: 'Export the audit trail and verify it offline: a firm event has the SHA-256 of this content. Not covered: what the bank did and its file does not say, and trust transactions that are not in the books (see the scope on the cover).',
  });
}
