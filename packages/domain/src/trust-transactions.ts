// What moves in a trust account without a payment or a refund. What is no matter's (ADR 34): the firm's own money for bank
// charges, interest until the bank remits it, deposits whose client is not known. And what the firm's own system says of a
// matter's money (ADR 54): checks, wires, fees that were withdrawn. Amounts are signed, a debit is positive, and the
// entries of a posting sum to zero.
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

export const MATTER_TRUST_TRANSACTION_TYPES = [
  'other_receipt',
  'other_disbursement',
  'trust_to_operating_fees',
] as const;
/**
 * What moved a matter's money outside Makewhole, as the firm's own system says (RP2): it came in, it was paid out, or
 * earned fees went to operating.
 */
export type MatterTrustTransaction = (typeof MATTER_TRUST_TRANSACTION_TYPES)[number];

/** How such money moved. */
export const TRUST_TRANSACTION_METHODS = [
  'check',
  'ach',
  'wire',
  'card',
  'cash',
  'transfer',
  'other',
] as const;
export type TrustTransactionMethod = (typeof TRUST_TRANSACTION_METHODS)[number];

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
  ...MATTER_TRUST_TRANSACTION_TYPES,
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
 * @param matterId whose money a deposit turned out to be, or whose money moved; null for what is no matter's
 * @throws if the type needs a matter and there is none
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
      return [
        { account: 'unidentified_trust_liability', matterId: null, amount },
        owedTo(matterId, negate(amount)),
      ];
    case 'other_receipt':
      return [{ account: 'trust_bank', matterId: null, amount }, owedTo(matterId, negate(amount))];
    case 'other_disbursement':
      return [{ account: 'trust_bank', matterId: null, amount: negate(amount) }, owedTo(matterId, amount)];
    case 'trust_to_operating_fees':
      return [
        ...trustTransactionEntries('other_disbursement', amount, matterId),
        // As other operating money that names no invoice.
        { account: 'operating_bank', matterId: null, amount },
        { account: 'unapplied_receipts', matterId: null, amount: negate(amount) },
      ];
  }
}

function owedTo(matterId: MatterId | null, amount: Money): LedgerEntry {
  if (matterId === null) throw new RangeError("A client's money belongs to a matter");
  return { account: 'client_trust_liability', matterId, amount };
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
