// Labels for the books: what each step of a refund posts, and the accounts that it touches.
import type { LedgerAccount, PostingStep } from '@makewhole/domain/postings';

export const LEDGER_ACCOUNT_LABELS: Record<LedgerAccount, string> = {
  operating_bank: 'Operating bank account',
  trust_bank: 'Trust bank account',
  refunds_clearing: 'Refunds clearing',
  accounts_receivable: 'Accounts receivable',
  unapplied_receipts: 'Unapplied receipts',
  client_trust_liability: 'Client trust liability',
  unidentified_trust_liability: 'Unidentified trust receipts',
  write_offs: 'Write-offs',
  credit_notes: 'Credit notes',
  client_receivable: 'Due from the client',
  fees_earned: 'Fees earned',
  returns_clearing: 'Returned payments clearing',
  disputed_receipts: 'Disputed receipts',
  processor_fees: 'Payment processor fees',
  surcharge_income: 'Card surcharges',
  firm_trust_liability: 'Firm funds for bank charges, in trust',
  interest_trust_liability: 'Trust interest to be remitted',
  firm_funds_in_trust: 'Firm funds in trust',
  bank_charges: 'Bank charges',
  client_refunds_payable: 'Refunds payable to clients',
  processor_balance: 'Balance at the payment company',
};

type DirectStep = Exclude<PostingStep, `undo_${string}`>;

const STEP_LABELS: Record<DirectStep, string> = {
  operating_debit: 'Refund leaves the operating account',
  trust_disbursement: 'Refund leaves the trust account',
  invoice_reversal: 'Invoice payment reversed',
  unapplied_reversal: 'Unapplied receipt reversed',
  surcharge_reversal: 'Surcharge given back',
  trust_payment: 'Trust payment to the firm',
  trust_deposit: 'Firm deposit into operating',
  write_off: 'Invoice written off',
  credit_note: 'Credit note issued',
  trust_restore: 'Money moved back to trust',
  original_bounced: 'Payment lost after its refund',
  client_payable: 'Owed to the client, because the refund failed',
  payable_refunded: 'Owed to the client, paid by this refund',
  trust_money_gone: 'Trust money taken back by the bank before it reached the firm',
};

/**
 * "Put back: invoice payment reversed" for a step that undoes another.
 * @param correction the number of the correction that posted it; 0 for the step itself
 */
export function describeStep(step: PostingStep, correction = 0): string {
  if (isDirect(step)) return correction > 0 ? `Corrected: ${inner(step)}` : STEP_LABELS[step];
  const undone = (Object.keys(STEP_LABELS) as DirectStep[]).find((direct) => step === `undo_${direct}`); // its own keys
  if (undone === undefined) return step;
  return `${correction > 0 ? 'Taken back to be corrected' : 'Put back'}: ${inner(undone)}`;
}

function inner(step: DirectStep): string {
  return STEP_LABELS[step].toLowerCase();
}

function isDirect(step: PostingStep): step is DirectStep {
  return step in STEP_LABELS;
}
