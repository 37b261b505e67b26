import type { LedgerAccount } from '@makewhole/domain/postings';
import type { accounts } from '../schema/ledger.ts';

type AccountKind = (typeof accounts.$inferSelect)['kind'];

/** A firm's ledger accounts: their names, and their kinds for its bookkeeper. */
export const CHART_OF_ACCOUNTS: Record<LedgerAccount, { readonly name: string; readonly kind: AccountKind }> =
  {
    operating_bank: { name: 'Operating bank account', kind: 'asset' },
    trust_bank: { name: 'Trust bank account (IOLTA)', kind: 'asset' },
    processor_balance: { name: 'Balance at the payment company', kind: 'asset' },
    refunds_clearing: { name: 'Refunds clearing', kind: 'asset' },
    accounts_receivable: { name: 'Accounts receivable', kind: 'asset' },
    returns_clearing: { name: 'Returned payments clearing', kind: 'asset' },
    disputed_receipts: { name: 'Disputed receipts', kind: 'asset' },
    client_receivable: { name: 'Due from clients paid twice', kind: 'asset' },
    firm_funds_in_trust: { name: 'Firm funds in trust', kind: 'asset' },
    client_refunds_payable: { name: 'Refunds payable to clients', kind: 'liability' },
    unapplied_receipts: { name: 'Unapplied receipts', kind: 'liability' },
    client_trust_liability: { name: 'Client trust liability', kind: 'liability' },
    unidentified_trust_liability: { name: 'Unidentified trust receipts', kind: 'liability' },
    firm_trust_liability: { name: 'Firm funds for bank charges, in trust', kind: 'liability' },
    interest_trust_liability: { name: 'Trust interest to be remitted', kind: 'liability' },
    fees_earned: { name: 'Legal fees earned', kind: 'income' },
    surcharge_income: { name: 'Card surcharges', kind: 'income' },
    credit_notes: { name: 'Credit notes', kind: 'income' },
    processor_fees: { name: 'Payment processor fees', kind: 'expense' },
    bank_charges: { name: 'Bank charges', kind: 'expense' },
    write_offs: { name: 'Write-offs', kind: 'expense' },
  };
