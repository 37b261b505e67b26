// What moves in a trust account without a payment or a refund, and is no matter's (ADR 34): the firm's own money for
// bank charges, interest until the bank remits it, deposits whose client is not known. Amounts are signed, a debit is
// positive, and the entries of a posting sum to zero.
import type { MatterId } from './ids.ts';
import { negate, type Money } from './money.ts';
import { transfer, type LedgerAccount, type LedgerEntry } from './postings.ts';

export const TRUST_LEDGERS = ['firm', 'interest', 'unidentified'] as const;
/** A ledger of a trust account that is no matter's. Each trust account has its own three. */
export type TrustLedger = (typeof TRUST_LEDGERS)[number];

export const TRUST_LEDGER_ACCOUNTS: Readonly<Record<TrustLedger, LedgerAccount>> = {
  firm: 'firm_trust_liability',
  interest: 'interest_trust_liability',
  unidentified: 'unidentified_trust_liability',
};

export const TRUST_TRANSACTION_TYPES = [
  'cushion_deposit',
  'cushion_withdrawal',
  'bank_charge',
  'processor_fee',
  'interest_credited',
  'interest_remitted',
  'unidentified_deposit',
  'deposit_identified',
  'deposit_returned',
  'reversal',
] as const;
/**
 * cushion: the firm's own money that pays the bank's charges. processor_fee: the payment processor kept it back from
 * trust money that it paid out. deposit_identified: a deposit turns out to be a matter's.
 * deposit_returned: the bank took it back, or it was paid back. reversal: it was recorded by mistake.
 */
export type TrustTransactionType = (typeof TRUST_TRANSACTION_TYPES)[number];
export type DirectTrustTransaction = Exclude<TrustTransactionType, 'reversal'>;

/** What was taken whatever the firm has there: its ledger may be short then. */
export const TRUST_CHARGES: ReadonlySet<TrustTransactionType> = new Set(['bank_charge', 'processor_fee']);

/** A lawyer decides on these; the others only say what the bank did. */
export const LAWYERS_TRUST_TRANSACTIONS: ReadonlySet<TrustTransactionType> = new Set([
  'cushion_withdrawal',
  'deposit_returned',
  'reversal',
]);

/**
 * What a transaction posts.
 * @param matterId whose money a deposit turned out to be, for deposit_identified alone
 */
export function trustTransactionEntries(
  type: DirectTrustTransaction,
  amount: Money,
  matterId: MatterId | null = null,
): LedgerEntry[] {
  switch (type) {
    case 'cushion_deposit':
      return cushion(amount);
    case 'cushion_withdrawal':
      return inverted(cushion(amount));
    case 'bank_charge':
    case 'processor_fee':
      return [
        ...transfer('trust_bank', 'firm_trust_liability', amount),
        ...transfer(
          'firm_funds_in_trust',
          type === 'bank_charge' ? 'bank_charges' : 'processor_fees',
          amount,
        ),
      ];
    case 'interest_credited':
      return transfer('interest_trust_liability', 'trust_bank', amount);
    case 'interest_remitted':
      return transfer('trust_bank', 'interest_trust_liability', amount);
    case 'unidentified_deposit':
      return transfer('unidentified_trust_liability', 'trust_bank', amount);
    case 'deposit_returned':
      return transfer('trust_bank', 'unidentified_trust_liability', amount);
    case 'deposit_identified':
      if (matterId === null) throw new RangeError('An identified deposit belongs to a matter');
      return [
        { account: 'unidentified_trust_liability', matterId: null, amount },
        { account: 'client_trust_liability', matterId, amount: negate(amount) },
      ];
  }
}

/** The inverse of what a transaction posted. */
export function inverted(entries: readonly LedgerEntry[]): LedgerEntry[] {
  return entries.map((entry) => ({ ...entry, amount: negate(entry.amount) }));
}

/** The firm's own money moves from operating into trust. */
function cushion(amount: Money): LedgerEntry[] {
  return [
    ...transfer('operating_bank', 'firm_funds_in_trust', amount),
    ...transfer('firm_trust_liability', 'trust_bank', amount),
  ];
}
