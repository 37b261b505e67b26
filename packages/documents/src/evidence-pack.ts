// What a firm sends to a card network to answer a dispute. A reviewer has a minute for it: what was disputed, the proof
// that the client was paid back, if they were, and then each part that somebody chose, in plain words.
import { dateIn } from '@makewhole/domain/bank-calendar';
import type { EvidencePack, PackSection } from '@makewhole/domain/evidence-pack';
import { formatDay, formatShortDay } from '@makewhole/domain/format-day';
import { formatMoney, money, type Currency } from '@makewhole/domain/money';
import type { RefundStatus } from '@makewhole/domain/refund-states';
import { drawFacts, drawItems, drawLetterhead, drawTitle, letterFrame, type PaperFact } from './letter.ts';
import { COLORS, drawRule, drawText, needRoom, printPaper, type Paper } from './paper.ts';
import { amountCell, drawTable } from './table.ts';

export type PrintedPack = {
  readonly pack: EvidencePack;
  /** The network's reason in words. */
  readonly reason: string;
  readonly id: string;
  /** Who made it and when; the same pack is the same bytes. */
  readonly madeBy: string;
  readonly madeAt: Date;
  readonly contentHash: string;
};

/** The pack as a PDF. */
export function printEvidencePack(printed: PrintedPack): Promise<Buffer> {
  const { pack, madeAt } = printed;
  const { firm, dispute } = pack;
  const title = `Response to a dispute of ${show(dispute.amount, dispute.currency)}`;
  const foot = `${firm.name} · ${dispute.processorDisputeId || dispute.id}`;
  const frame = letterFrame({ title, firm: firm.name, at: madeAt, foot });
  return printPaper(frame, async (paper) => {
    drawLetterhead(paper, firm.name);
    drawTitle(paper, title);
    drawFacts(paper, disputeFacts(printed));
    drawContents(paper, pack);
    // Proof first: a reviewer may read no further.
    drawRefund(paper, pack);
    if (pack.statement !== '') {
      drawHeading(paper, 'What the firm says');
      drawText(paper, pack.statement, { size: 10 });
    }
    for (const section of pack.sections) {
      if (section !== 'refund') await SECTIONS[section](paper, pack);
    }
    drawProof(paper, printed);
  });
}

function disputeFacts({ pack, reason }: PrintedPack): PaperFact[] {
  const { dispute } = pack;
  const code = dispute.networkCode === null ? '' : ` (code ${dispute.networkCode})`;
  const due = dispute.respondBy;
  return [
    { name: 'Dispute', value: dispute.processorDisputeId || dispute.id },
    { name: 'Reason', value: `${reason}${code}` },
    { name: 'Amount disputed', value: show(dispute.amount, dispute.currency) },
    { name: 'Opened', value: dayOf(pack, dispute.openedAt) },
    ...(due === null ? [] : [{ name: 'Response due', value: dayOf(pack, due) }]),
  ];
}

const TITLES: Readonly<Record<PackSection, string>> = {
  refund: 'The client has been refunded',
  payment: 'The payment',
  invoices: 'Invoices that it paid',
  emails: 'Emails sent about the refund',
  history: 'History of the refund',
  documents: 'Documents sent with this response',
  matter: 'Matter and client',
  notes: 'Notes of the firm',
};

function titleOf(section: PackSection, { refund }: EvidencePack): string {
  const isPaid = refund?.status === 'succeeded';
  return section === 'refund' && !isPaid ? 'Refund of this payment' : TITLES[section];
}

function drawContents(paper: Paper, pack: EvidencePack): void {
  if (pack.sections.length === 0) return;
  drawRule(paper);
  const list = pack.sections.map((section, index) => `${index + 1}. ${titleOf(section, pack)}`);
  drawText(paper, `In this response: ${list.join('   ')}`, { size: 9, color: COLORS.soft });
}

type Draw = (paper: Paper, pack: EvidencePack) => void | Promise<void>;

const SECTIONS: Readonly<Record<Exclude<PackSection, 'refund'>, Draw>> = {
  payment: drawPayment,
  invoices: drawInvoices,
  emails: drawEmails,
  history: drawHistory,
  documents: drawDocuments,
  matter: drawMatter,
  notes: drawNotes,
};

const REFUND_SENTENCES: Readonly<Partial<Record<RefundStatus, string>>> = {
  succeeded: 'was paid back to the client in full',
  processing: 'has been sent back to the client and is on its way',
  outcome_unknown: 'was sent back to the client; the processor has not confirmed it yet',
  failed: 'could not be paid back: the refund failed',
};

/** Prominent: it decides most disputes of a payment that was refunded. */
function drawRefund(paper: Paper, pack: EvidencePack): void {
  const { refund } = pack;
  if (refund == null) return;
  drawHeading(paper, titleOf('refund', pack));
  const amount = show(refund.amount, refund.currency);
  drawText(paper, amount, { size: 24, weight: 'bold', color: COLORS.brand, after: 2 });
  const sentence = REFUND_SENTENCES[refund.status] ?? 'was not paid back: the refund ended';
  const isEarlier = refund.settledAt !== null && refund.settledAt < pack.dispute.openedAt;
  const when = refund.status === 'succeeded' && isEarlier ? ', before this dispute was opened' : '';
  drawText(paper, `The disputed payment ${sentence}${when}.`, { size: 10.5, after: 6 });
  drawFacts(paper, [
    { name: 'Refund requested', value: dayOf(pack, refund.requestedAt) },
    ...factOf('Paid to the client’s bank', refund.settledAt && dayOf(pack, refund.settledAt)),
    ...factOf('Trace number (ARN)', refund.traceNumber),
    ...factOf('Processor’s refund ID', refund.processorRefundId),
    { name: 'Our refund ID', value: refund.id },
  ]);
}

function drawPayment(paper: Paper, pack: EvidencePack): void {
  const { payment } = pack;
  if (payment === undefined) return;
  drawHeading(paper, titleOf('payment', pack));
  const paidWith = payment.method === 'card' ? 'Card' : 'Bank account (ACH)';
  drawFacts(paper, [
    { name: 'Transaction ID', value: payment.transactionId },
    { name: 'Amount', value: show(payment.amount, payment.currency) },
    { name: 'Payer', value: payment.payerName },
    ...factOf('Payer’s email', payment.payerEmail),
    { name: 'Paid with', value: `${paidWith} ending in ${payment.last4}` },
    { name: 'Paid on', value: dayOf(pack, payment.createdAt) },
    ...factOf('Settled on', payment.settledAt && dayOf(pack, payment.settledAt)),
  ]);
  if (payment.items.length === 0) return;
  drawText(paper, 'What was paid', { size: 10, weight: 'bold', type: 'H3', after: 3 });
  const { currency } = payment;
  drawItems(paper, [
    ...payment.items.map(({ description, amount }) => ({ description, amount: show(amount, currency) })),
    { description: 'Total', amount: show(payment.amount, currency), isTotal: true },
  ]);
}

async function drawInvoices(paper: Paper, pack: EvidencePack): Promise<void> {
  const { invoices = [], dispute } = pack;
  drawHeading(paper, titleOf('invoices', pack));
  await drawTable(paper, {
    columns: [
      { label: 'Invoice' },
      { label: 'Issued' },
      { label: 'Total', align: 'right' },
      { label: 'Paid by this payment', align: 'right' },
      { label: 'Status' },
    ],
    rows: invoices.map(({ number, issuedAt, total, applied, reversedAt }) => ({
      cells: [
        { text: number },
        { text: shortDayOf(pack, issuedAt) },
        amountCell(total, dispute.currency),
        amountCell(applied, dispute.currency),
        { text: reversedAt === null ? 'Applied' : `Reversed ${shortDayOf(pack, reversedAt)}` },
      ],
    })),
  });
}

const EMAILS: Readonly<Record<string, string>> = {
  refund_processing: 'Your refund is on its way',
  refund_succeeded: 'The refund was paid out',
  refund_failed: 'The refund failed',
  client_refund_requested: 'To the client: your refund was requested',
  client_refund_arrived: 'To the client: your refund was paid to your bank',
  client_refund_failed: 'To the client: your refund did not go through',
};

async function drawEmails(paper: Paper, pack: EvidencePack): Promise<void> {
  drawHeading(paper, titleOf('emails', pack));
  await drawTable(paper, {
    columns: [{ label: 'Sent' }, { label: 'To' }, { label: 'About' }],
    rows: (pack.emails ?? []).map(({ event, recipientName, recipientEmail, sentAt }) => ({
      cells: [
        { text: shortDayOf(pack, sentAt) },
        { text: `${recipientName} <${recipientEmail}>` },
        { text: EMAILS[event] ?? wordsOf(event) },
      ],
    })),
  });
}

/** What a bank wants to know: when the money moved. */
const STEPS: Readonly<Record<string, string>> = {
  'refund.requested': 'Refund requested',
  'refund.sent': 'Sent to the payment processor',
  'refund.processing': 'Accepted by the payment processor',
  'refund.succeeded': 'Paid to the client’s bank',
  'refund.traced': 'Trace number reported',
  'refund.failed': 'Failed',
  'refund.returned': 'Returned by the client’s bank',
};

async function drawHistory(paper: Paper, pack: EvidencePack): Promise<void> {
  const { history } = pack;
  if (history == null) return;
  drawHeading(paper, titleOf('history', pack));
  await drawTable(paper, {
    columns: [{ label: 'When' }, { label: 'What happened' }],
    rows: history.events.flatMap(({ at, type }) => {
      const text = STEPS[type];
      return text === undefined ? [] : [{ cells: [{ text: shortDayOf(pack, at) }, { text }] }];
    }),
  });
  drawText(paper, `Each step is chained to the one before. The newest has the SHA-256 ${history.headHash}.`, {
    size: 8,
    color: COLORS.soft,
  });
}

async function drawDocuments(paper: Paper, pack: EvidencePack): Promise<void> {
  drawHeading(paper, titleOf('documents', pack));
  await drawTable(paper, {
    columns: [{ label: 'Document' }, { label: 'File' }, { label: 'SHA-256 of the file' }],
    rows: pack.documents.map(({ title, mediaType, size, sha256 }) => ({
      cells: [
        { text: title },
        { text: `${mediaType.split('/').at(-1)?.toUpperCase() ?? ''}, ${Math.ceil(size / 1024)} KB` },
        { text: sha256 },
      ],
    })),
  });
}

function drawMatter(paper: Paper, pack: EvidencePack): void {
  const { matter } = pack;
  if (matter == null) return;
  drawHeading(paper, titleOf('matter', pack));
  drawFacts(paper, [
    { name: 'Matter', value: `${matter.number} ${matter.name}` },
    { name: 'Client', value: matter.client },
  ]);
}

function drawNotes(paper: Paper, pack: EvidencePack): void {
  drawHeading(paper, titleOf('notes', pack));
  for (const { kind, at, by, text } of pack.notes ?? []) {
    const what = kind === 'reason' ? 'Reason for the refund' : 'Internal note';
    drawText(paper, `${what}, ${by}, ${dayOf(pack, at)}`, { size: 8.5, color: COLORS.soft });
    drawText(paper, text, { size: 10, after: 6 });
  }
}

/** Who stands behind it, and by what anyone sees that it was not changed since. */
function drawProof(paper: Paper, { pack, id, madeBy, madeAt, contentHash }: PrintedPack): void {
  drawRule(paper, { gap: 12 });
  const made = `Prepared by ${madeBy} of ${pack.firm.name} on ${dayOf(pack, madeAt.toISOString())}.`;
  drawText(paper, `${made} Pack ${id}. SHA-256 of its content: ${contentHash}.`, {
    size: 8,
    color: COLORS.soft,
  });
}

/** With room for a few lines below it: a heading alone at the end of a page is of no use. */
function drawHeading(paper: Paper, text: string): void {
  needRoom(paper, 80);
  drawRule(paper, { gap: 9 });
  drawText(paper, text, { size: 13, weight: 'bold', type: 'H2', after: 5 });
}

function factOf(name: string, value: string | null): PaperFact[] {
  return value === null ? [] : [{ name, value }];
}

function wordsOf(code: string): string {
  const words = code.replaceAll(/[._]/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function dayOf({ firm }: EvidencePack, instant: string): string {
  return formatDay(dateIn(instant, firm.timeZone));
}

function shortDayOf({ firm }: EvidencePack, instant: string): string {
  return formatShortDay(dateIn(instant, firm.timeZone));
}

function show(amount: number, currency: Currency): string {
  return formatMoney(money(amount), currency);
}
