// The firm's bank accounts as things of their own: an auditor asks for the books of one account, not of "trust".
import type { BankAccountId } from './ids.ts';
import type { BankAccount } from './payments.ts';
import type { LedgerAccount } from './postings.ts';

/** closed: it takes part in nothing new; its books stay. */
export const BANK_ACCOUNT_STATUSES = ['open', 'closed'] as const;
export type BankAccountStatus = (typeof BANK_ACCOUNT_STATUSES)[number];

/** More than a firm has; each of them is reconciled every month. */
export const BANK_ACCOUNTS_MAX = 100;

/** What a person may say of an account. */
export type BankAccountFacts = {
  /** The name as the bank titles it: "Adler & Brandt LLP, IOLTA Trust Account". */
  readonly title: string;
  readonly bankName: string | null;
  /** The last four digits or letters of its number, and never more. */
  readonly lastFour: string | null;
  /** Whether its interest goes to the state's bar foundation; only a trust account can be one. */
  readonly isIolta: boolean;
  /** The state whose rules apply to it, as two capitals ("NY"); null if nobody said. */
  readonly state: string | null;
};

export type BankAccountView = BankAccountFacts & {
  readonly id: BankAccountId;
  readonly kind: BankAccount;
  readonly status: BankAccountStatus;
  /** The account of its kind that is taken where nothing says another: always one, and always open. */
  readonly isDefault: boolean;
};

/**
 * Which kind of bank account an entry on a ledger account belongs to, and so whose books it is in; null for what lies
 * in no bank account. paid_out_to: what a payment company owes the firm, in the account that it will pay it out to,
 * which the rest of the posting says (kindOfBalance). Client ledgers are kept for each trust account, because a client may have money in two.
 */
export const BANK_KIND_OF: Readonly<Record<LedgerAccount, BankAccount | 'paid_out_to' | null>> = {
  operating_bank: 'operating',
  trust_bank: 'trust',
  client_trust_liability: 'trust',
  unidentified_trust_liability: 'trust',
  firm_trust_liability: 'trust',
  interest_trust_liability: 'trust',
  refunds_clearing: null,
  accounts_receivable: null,
  unapplied_receipts: null,
  write_offs: null,
  credit_notes: null,
  client_receivable: null,
  returns_clearing: null,
  disputed_receipts: null,
  processor_fees: null,
  surcharge_income: null,
  client_refunds_payable: null,
  fees_earned: null,
  processor_balance: 'paid_out_to',
  firm_funds_in_trust: null,
  bank_charges: null,
};

export type BankAccountFault = 'iolta_is_trust' | 'default_stays' | 'default_is_open';

/** What is wrong with a change of an account; null if nothing is. */
export function bankAccountFault(
  standing: Pick<BankAccountView, 'kind' | 'isDefault'>,
  wanted: Pick<BankAccountView, 'isIolta' | 'status' | 'isDefault'>,
): BankAccountFault | null {
  if (wanted.isIolta && standing.kind !== 'trust') return 'iolta_is_trust';
  if (standing.isDefault && !wanted.isDefault) return 'default_stays';
  return wanted.isDefault && wanted.status === 'closed' ? 'default_is_open' : null;
}

export const US_STATES = [
  ...['AL', 'AK', 'AZ', 'AR', 'CA', 'CO', 'CT', 'DC', 'DE', 'FL', 'GA', 'HI', 'ID', 'IL', 'IN', 'IA', 'KS'],
  ...['KY', 'LA', 'ME', 'MD', 'MA', 'MI', 'MN', 'MS', 'MO', 'MT', 'NE', 'NV', 'NH', 'NJ', 'NM', 'NY', 'NC'],
  ...[
    'ND',
    'OH',
    'OK',
    'OR',
    'PA',
    'PR',
    'RI',
    'SC',
    'SD',
    'TN',
    'TX',
    'UT',
    'VT',
    'VA',
    'WA',
    'WV',
    'WI',
    'WY',
  ],
] as const;
