// The books of a loss: money that the bank takes back from the firm, because an ACH payment is returned or a client
// disputes a payment. It is booked where the bank takes it (ADR 28). Amounts are signed, a debit is positive, and the
// entries of a posting sum to zero.
import type { AllocationId, MatterId } from './ids.ts';
import type { Forgiveness } from './invoice-decisions.ts';
import { ZERO, money, negate, sum, type Money } from './money.ts';
import type { BankAccount } from './payments.ts';
import { transfer, type LedgerAccount, type LedgerEntry } from './postings.ts';
import { notInvoiced, type ReceivedPart } from './receipts.ts';
import { trustTransactionEntries } from './trust-transactions.ts';

export const LOSSES_DEBIT = ['operating', 'account_of_payment'] as const;
/**
 * Which bank account a processor debits for a loss: operating, which shields trust money (what most legal processors
 * do), or the account that the payment had been credited to.
 */
export type LossesDebit = (typeof LOSSES_DEBIT)[number];

export const LOSS_KINDS = ['return', 'dispute'] as const;
export type LossKind = (typeof LOSS_KINDS)[number];

/**
 * replenish makes a trust shortage good with the firm's own money. The other steps: see docs/rules.md. Steps that a
 * refund has as well, `trust_payment` for one, keep their name.
 */
export const LOSS_STEPS = [
  'return_debited',
  'dispute_opened',
  'dispute_fee',
  'dispute_fee_returned',
  'dispute_won',
  'dispute_lost',
  'replenish',
  'paid_twice',
  'dispute_reclaimed',
] as const;
export type LossStep = (typeof LOSS_STEPS)[number];

export type LossPosting = {
  readonly step:
    | LossStep
    | 'receipt_returned'
    | 'trust_payment'
    | 'trust_deposit'
    | 'trust_restore'
    | 'write_off'
    | 'credit_note';
  readonly leg: BankAccount;
  readonly allocationId: AllocationId | null;
  readonly entries: readonly LedgerEntry[];
};

/** A loss, divided into the parts of its payment. */
export type Loss = {
  readonly parts: readonly ReceivedPart[];
  /** What the bank took beyond the payment's own amount: only a dispute may. */
  readonly beyond: Money;
  /** Null if the payment's matter is not known. */
  readonly matterId: MatterId | null;
  readonly debits: LossesDebit;
};

/**
 * Divides a loss into the parts of its payment: the firm's own money first, so that a loss of less than the payment
 * touches clients' money last.
 */
export function divideLoss(
  received: readonly ReceivedPart[],
  amount: Money,
  debits: LossesDebit,
): Pick<Loss, 'parts' | 'beyond'> {
  const parts = received.map((part) => asTaken(part, debits));
  const ordered = [
    ...parts.filter(({ allocationId }) => allocationId !== null),
    ...parts.filter(({ account, allocationId }) => account === 'operating' && allocationId === null),
    ...parts.filter(({ account }) => account === 'trust'),
  ];
  let left = amount;
  const taken: ReceivedPart[] = [];
  for (const part of ordered) {
    const own = money(Math.min(part.amount, left));
    left = money(left - own);
    if (own > 0) taken.push({ ...part, amount: own });
  }
  return { parts: taken, beyond: left };
}

/**
 * A bank that debits the account of the payment takes from trust what was applied from there too: the invoice stays paid,
 * and the client's ledger is short.
 */
function asTaken(part: ReceivedPart, debits: LossesDebit): ReceivedPart {
  const isFromTrust = part.isApplied === true && debits === 'account_of_payment';
  return isFromTrust ? { account: 'trust', amount: part.amount, allocationId: null } : part;
}

/** How much of a loss is trust money. */
function trustOf({ parts }: Pick<Loss, 'parts'>): Money {
  return sum(parts.filter(({ account }) => account === 'trust').map(({ amount }) => amount));
}

/** How much of a loss the bank takes from operating. */
export function takenFromOperating(loss: Omit<Loss, 'matterId'>): Money {
  return money(sum(operatingParts(loss).map(({ amount }) => amount)) + loss.beyond);
}

/** How much of a loss the bank takes from trust. */
export function takenFromTrust(loss: Pick<Loss, 'parts' | 'debits'>): Money {
  return loss.debits === 'account_of_payment' ? trustOf(loss) : ZERO;
}

/** The bank took a returned payment's trust money from trust, refunded or not: the client's ledger may go negative. */
export function trustReturned(loss: Loss): LossPosting[] {
  const amount = takenFromTrust(loss);
  return posting('receipt_returned', 'trust', amount, outOfTrust(loss.matterId, amount));
}

/**
 * The rest of a returned payment that no refund pays back: the invoices are due again. Trust money that the bank took
 * from operating now belongs to the firm; the three trust steps bring it there.
 */
export function operatingReturned(loss: Loss): LossPosting[] {
  const parts = operatingParts(loss);
  const shielded = parts.filter(({ account }) => account === 'trust');
  const invoiced = parts.filter(({ allocationId }) => allocationId !== null);
  return [
    ...invoiced.map(({ allocationId, amount }) => ({
      step: 'receipt_returned' as const,
      leg: 'operating' as const,
      allocationId,
      entries: transfer('operating_bank', 'accounts_receivable', amount),
    })),
    ...posting(
      'receipt_returned',
      'operating',
      sum(notInvoiced(parts).map(({ amount }) => amount)),
      notInvoiced(parts).flatMap(({ account, amount }) => transfer('operating_bank', account, amount)),
    ),
    ...shielded.flatMap(({ amount }) =>
      posting('return_debited', 'trust', amount, transfer('operating_bank', 'returns_clearing', amount)),
    ),
  ];
}

/** The bank takes the disputed money when the dispute opens, not when it is lost. */
export function disputeOpened(loss: Loss): LossPosting[] {
  const fromTrust = takenFromTrust(loss);
  const [own, shielded] = [operatingOf(loss), money(takenFromOperating(loss) - operatingOf(loss))];
  return [
    ...posting('dispute_opened', 'operating', own, transfer('operating_bank', 'disputed_receipts', own)),
    ...posting(
      'dispute_opened',
      'trust',
      shielded,
      transfer('operating_bank', 'disputed_receipts', shielded),
    ),
    ...posting('dispute_opened', 'trust', fromTrust, outOfTrust(loss.matterId, fromTrust)),
  ];
}

/** A dispute's fee is the firm's, never a client's. It stays even if the dispute is won, unless it is given back. */
export function disputeFee(fee: Money): LossPosting[] {
  return posting('dispute_fee', 'operating', fee, transfer('operating_bank', 'processor_fees', fee));
}

/** The same where the company kept it from trust money: the firm's own ledger there is short by it (ADR 34). */
export function disputeFeeFromTrust(fee: Money): LossPosting[] {
  return posting('dispute_fee', 'trust', fee, [
    ...transfer('trust_bank', 'firm_trust_liability', fee),
    ...transfer('firm_funds_in_trust', 'processor_fees', fee),
  ]);
}

/** The bank gave back what it had taken: the inverse of the opening. */
export function disputeWon(opened: readonly Omit<LossPosting, 'step'>[]): LossPosting[] {
  return opened.map((one) => ({
    ...one,
    step: 'dispute_won' as const,
    entries: one.entries.map((entry) => ({ ...entry, amount: negate(entry.amount) })),
  }));
}

/** The dispute of a payment that no refund pays back is lost: the same as a return, of money that is gone already. */
export function disputeLost(loss: Loss): LossPosting[] {
  const invoiced = loss.parts.filter(({ allocationId }) => allocationId !== null);
  const own = notInvoiced(loss.parts);
  const shielded = money(trustOf(loss) - takenFromTrust(loss));
  const rest = [
    ...own.flatMap(({ account, amount }) => transfer('disputed_receipts', account, amount)),
    ...(loss.beyond === 0 ? [] : owedByClient('disputed_receipts', loss.matterId, loss.beyond)),
  ];
  return [
    ...invoiced.map(({ allocationId, amount }) => ({
      step: 'dispute_lost' as const,
      leg: 'operating' as const,
      allocationId,
      entries: transfer('disputed_receipts', 'accounts_receivable', amount),
    })),
    ...posting('dispute_lost', 'operating', money(sum(own.map(({ amount }) => amount)) + loss.beyond), rest),
    ...posting(
      'dispute_lost',
      'trust',
      shielded,
      transfer('disputed_receipts', 'returns_clearing', shielded),
    ),
  ];
}

/** Trust step (a) for a loss that the bank took from operating: the trust money of it is the firm's. */
export function lossTrustPayment(amount: Money, matterId: MatterId | null): LossPosting[] {
  return posting('trust_payment', 'trust', amount, outOfTrust(matterId, amount));
}

/** Trust step (b) for such a loss: it brings its clearing to zero. */
export function lossTrustDeposit(amount: Money): LossPosting[] {
  return posting('trust_deposit', 'trust', amount, transfer('returns_clearing', 'operating_bank', amount));
}

/** The firm makes a trust shortage good with its own money, which the client then owes the firm (B4). */
export function replenish(amount: Money, matterId: MatterId): LossPosting[] {
  return posting('replenish', 'trust', amount, [
    ...owedByClient('operating_bank', matterId, amount),
    { account: 'trust_bank', matterId: null, amount },
    { account: 'client_trust_liability', matterId, amount: negate(amount) },
  ]);
}

/** The same for the firm's own ledger of a trust account: what it lacked of charges, the firm puts in (B4, ADR 34). */
export function replenishFirmLedger(amount: Money): LossPosting[] {
  return posting('replenish', 'trust', amount, trustTransactionEntries('cushion_deposit', amount));
}

/**
 * The client's bank took the payment back for them after the firm had paid them another way: they have it twice, and owe
 * what the bank took from operating.
 */
export function paidTwice(kind: LossKind, loss: Loss): LossPosting[] {
  const amount = takenFromOperating(loss);
  const from = kind === 'return' ? 'operating_bank' : 'disputed_receipts';
  return posting('paid_twice', 'operating', amount, transfer(from, 'client_receivable', amount));
}

/** The decision not to ask for a lost invoice payment again, as after a refund (R8). "Still due" posts nothing. */
export function lostInvoiceForgiven(
  decision: Forgiveness,
  { allocationId, amount }: { readonly allocationId: AllocationId; readonly amount: Money },
): LossPosting {
  const to = decision === 'write_off' ? 'write_offs' : 'credit_notes';
  const entries = transfer('accounts_receivable', to, amount);
  return { step: decision, leg: 'operating', allocationId, entries };
}

function operatingOf({ parts, beyond }: Pick<Loss, 'parts' | 'beyond'>): Money {
  return money(
    sum(parts.filter(({ account }) => account === 'operating').map(({ amount }) => amount)) + beyond,
  );
}

/** The parts that the bank takes from operating. */
function operatingParts({ parts, debits }: Pick<Loss, 'parts' | 'debits'>): readonly ReceivedPart[] {
  return parts.filter(({ account }) => account === 'operating' || debits === 'operating');
}

/** Of the matter's own money; a negative amount brings it back. */
export function outOfTrust(matterId: MatterId | null, amount: Money): LedgerEntry[] {
  return [
    { account: 'trust_bank', matterId: null, amount: negate(amount) },
    matterId === null
      ? { account: 'unidentified_trust_liability', matterId, amount }
      : { account: 'client_trust_liability', matterId, amount },
  ];
}

function owedByClient(from: LedgerAccount, matterId: MatterId | null, amount: Money): LedgerEntry[] {
  return [
    { account: from, matterId: null, amount: negate(amount) },
    { account: 'client_receivable', matterId, amount },
  ];
}

function posting(
  step: LossPosting['step'],
  leg: BankAccount,
  amount: Money,
  entries: readonly LedgerEntry[],
): LossPosting[] {
  return amount === 0 ? [] : [{ step, leg, allocationId: null, entries }];
}
