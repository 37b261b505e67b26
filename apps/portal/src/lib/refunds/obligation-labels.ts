// What a refund still owes a person, in words.
import type { InvoiceDecision, ObligationKind, TrustMove } from '@makewhole/domain/obligations';
import type { Role } from '@makewhole/domain/roles';

export const OBLIGATION_TITLES: Record<ObligationKind, string> = {
  approval: 'Approve or decline the refund',
  invoice_decision: 'Decide about the invoice',
  trust_payment: 'Trust payment to the firm',
  trust_deposit: 'Firm deposit into operating',
  trust_transfer: 'Bank transfer, trust to operating',
  trust_restore: 'Bank transfer, operating back to trust',
  bank_match: 'Match the bank line',
  reconciliation: 'Explain a reconciliation difference',
  repayment: 'Pay the client another way',
  dispute: 'Respond to the dispute',
  attention: 'Needs attention',
};

/** Who may act on what waits for a role: an owner may do all that others may. */
export const OWNER_LABELS: Record<Role, string> = {
  viewer: 'anyone',
  admin: 'an admin, a lawyer or the owner',
  lawyer: 'a lawyer or the owner',
  owner: 'the owner',
};

export const ROLE_LABELS: Record<Role, string> = {
  viewer: 'Viewer',
  admin: 'Admin',
  lawyer: 'Lawyer',
  owner: 'Owner',
};

export const INVOICE_DECISION_LABELS: Record<InvoiceDecision, { label: string; meaning: string }> = {
  still_due: { label: 'Still due', meaning: 'The client still owes it. Nothing is posted.' },
  write_off: { label: 'Write off', meaning: 'The firm gives it up. It leaves receivables as a write-off.' },
  credit_note: {
    label: 'Credit note',
    meaning: 'The invoice was wrong. It leaves receivables as a credit note.',
  },
};

/** What a person does at each move of trust money (R5, B6), and what they have in hand to show for it. */
export const TRUST_STEP_LABELS: Record<TrustMove, { title: string; todo: string; reference: string }> = {
  payment: {
    title: OBLIGATION_TITLES.trust_payment,
    todo: "Pay the amount from the matter's trust balance to the firm, in the trust ledger.",
    reference: 'Trust check or ledger reference',
  },
  deposit: {
    title: OBLIGATION_TITLES.trust_deposit,
    todo: 'Deposit it into the operating account, as a firm deposit.',
    reference: 'Deposit slip reference',
  },
  transfer: {
    title: OBLIGATION_TITLES.trust_transfer,
    todo: 'Move the money between the two bank accounts.',
    reference: "Bank's transfer reference",
  },
  restore: {
    title: OBLIGATION_TITLES.trust_restore,
    todo: 'The refund failed: move the money back from operating to trust.',
    reference: "Bank's transfer reference",
  },
};
