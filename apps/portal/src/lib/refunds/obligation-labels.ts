// What a refund still owes a person, in words.
import type { InvoiceDecision } from '@makewhole/domain/invoice-decisions';
import { OBLIGATIONS, type TrustMove } from '@makewhole/domain/obligations';
import type { Role } from '@makewhole/domain/roles';

/** Who may complete what waits for a role: an owner may do everything that others may. */
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
  paid_otherwise: {
    label: 'Paid by another payment',
    meaning: 'This payment was one too many. Nothing is posted; name the payment that paid the invoice.',
  },
};

/** What a person does at each move of trust money (R5, B6), and the document that shows it. */
export const TRUST_STEP_LABELS: Record<TrustMove, { title: string; todo: string; reference: string }> = {
  payment: {
    title: OBLIGATIONS.trust_payment.title,
    todo: "Pay the amount from the matter's trust balance to the firm, in the trust ledger.",
    reference: 'Trust check or ledger reference',
  },
  deposit: {
    title: OBLIGATIONS.trust_deposit.title,
    todo: 'Deposit it into the operating account, as a firm deposit.',
    reference: 'Deposit slip reference',
  },
  transfer: {
    title: OBLIGATIONS.trust_transfer.title,
    todo: 'Move the money between the two bank accounts.',
    reference: "Bank's transfer reference",
  },
  restore: {
    title: OBLIGATIONS.trust_restore.title,
    todo: 'The refund failed: move the money back from operating to trust.',
    reference: "Bank's transfer reference",
  },
};
