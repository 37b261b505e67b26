// What a firm sends to a card network to answer a dispute. The network, the client's bank and perhaps the client read it,
// so it holds no more than a person chose, and confidences of the client only if somebody ticked them (Rule 1.6). It is
// kept as JSON: amounts are minor units.
import type { Instant } from './bank-calendar.ts';
import type { DisputeKind } from './disputes.ts';
import type { Currency } from './money.ts';
import type { PaymentMethod } from './payments.ts';
import type { RefundStatus } from './refund-states.ts';

/** The parts of a pack, in the order in which they are printed. */
export const PACK_SECTIONS = [
  'refund',
  'payment',
  'invoices',
  'emails',
  'history',
  'documents',
  'matter',
  'notes',
] as const;
export type PackSection = (typeof PACK_SECTIONS)[number];

/** May hold what a client told their lawyer in confidence: left out unless a person chooses it. */
export const CONFIDENTIAL_SECTIONS: readonly PackSection[] = ['matter', 'notes'];

/** The most documents that a pack lists. */
export const PACK_DOCUMENTS_MAX = 20;

/** What is known, section by section; null or empty where there is nothing. */
export type PackFacts = {
  readonly refund: PackRefund | null;
  readonly payment: PackPayment;
  readonly invoices: readonly PackInvoice[];
  readonly emails: readonly PackEmail[];
  readonly history: PackHistory | null;
  readonly matter: { readonly number: string; readonly name: string; readonly client: string } | null;
  readonly notes: readonly PackNote[];
};

export const FACTS_OF_NO_REFUND: Pick<PackFacts, 'refund' | 'emails' | 'history' | 'notes'> = {
  refund: null,
  emails: [],
  history: null,
  notes: [],
};

/** A pack as it was made: a section that was not chosen is left out. */
export type EvidencePack = {
  readonly firm: { readonly name: string; readonly timeZone: string };
  readonly dispute: {
    readonly id: string;
    readonly processorDisputeId: string;
    readonly kind: DisputeKind;
    readonly reason: string | null;
    readonly networkCode: string | null;
    readonly amount: number;
    readonly currency: Currency;
    readonly openedAt: Instant;
    readonly respondBy: Instant | null;
  };
  readonly sections: readonly PackSection[];
  /** What the firm says of it, in its own words; '' for nothing. */
  readonly statement: string;
  readonly documents: readonly PackDocument[];
} & Partial<PackFacts>;

/** Proof that the client has been paid back already: what decides most such disputes. */
export type PackRefund = {
  readonly id: string;
  readonly status: RefundStatus;
  readonly amount: number;
  readonly currency: Currency;
  readonly requestedAt: Instant;
  readonly settledAt: Instant | null;
  readonly processorRefundId: string | null;
  readonly traceNumber: string | null;
};

export type PackPayment = {
  readonly transactionId: string;
  readonly amount: number;
  readonly currency: Currency;
  readonly method: PaymentMethod;
  readonly last4: string;
  readonly payerName: string;
  readonly payerEmail: string | null;
  readonly createdAt: Instant;
  readonly settledAt: Instant | null;
  readonly items: readonly { readonly description: string; readonly amount: number }[];
};

export type PackInvoice = {
  readonly number: string;
  readonly issuedAt: Instant;
  readonly total: number;
  readonly applied: number;
  readonly reversedAt: Instant | null;
};

export type PackEmail = {
  readonly event: string;
  readonly recipientName: string;
  readonly recipientEmail: string;
  readonly sentAt: Instant;
};

/** The chained events of the refund, with the hash by which anyone can verify them (B9). */
export type PackHistory = {
  readonly events: readonly { readonly at: Instant; readonly type: string }[];
  readonly headHash: string;
};

export type PackNote = {
  readonly kind: 'reason' | 'internal_note';
  readonly at: Instant;
  readonly by: string;
  readonly text: string;
};

/** An uploaded file, sent beside the pack: the hash says that it is this one. */
export type PackDocument = {
  readonly evidenceId: string;
  readonly title: string;
  readonly mediaType: string;
  readonly size: number;
  readonly sha256: string;
};

/** The sections that have something to show. */
export function sectionsWithFacts(facts: PackFacts): PackSection[] {
  return PACK_SECTIONS.filter((section) => {
    if (section === 'documents') return true;
    const fact = facts[section];
    return Array.isArray(fact) ? fact.length > 0 : fact !== null;
  });
}
