// What a refund does to each of the firm's accounts: what has moved, and the final amount (B10). Signed, minor units.
import { sum, money } from '@makewhole/domain/money';
import { balanceOf, type LedgerAccount, type Posting, type PostingStep } from '@makewhole/domain/postings';
import { UNPAID_ENDS } from '@makewhole/domain/refund-states';
import type { Payment, Refund } from '#lib/api-types.ts';

export type MoneyRow = {
  readonly account: LedgerAccount;
  readonly soFar: number;
  readonly toCome: number;
  /** Once everything is done. An open invoice decision counts as still due. */
  readonly inTheEnd: number;
};

type LegAmount = Pick<Refund['legs'][number], 'account' | 'amount'>;

/** The accounts in the order in which money passes through them. */
const ORDER: readonly LedgerAccount[] = [
  'operating_bank',
  'trust_bank',
  'processor_balance',
  'refunds_clearing',
  'accounts_receivable',
  'unapplied_receipts',
  'surcharge_income',
  'write_offs',
  'credit_notes',
  'client_receivable',
  'client_refunds_payable',
];
/** Shown even if nothing moves: people look for proof that they end where they began. */
const ALWAYS: readonly LedgerAccount[] = ['operating_bank', 'refunds_clearing'];

/** A row for each account that the refund touches. @param items the payment's, for what is not posted yet */
export function moneyPicture(
  { status, legs, postings }: Pick<Refund, 'status' | 'postings'> & { readonly legs: readonly LegAmount[] },
  items: Payment['items'],
): MoneyRow[] {
  const booked = postings.map(({ entries, step }) => ({
    step,
    entries: entries.map(({ account, amount }) => ({ account, amount: money(amount), matterId: null })),
  }));
  const isUnpaid = UNPAID_ENDS.some((end) => end === status);
  const isOwed = booked.some(({ step }) => step === 'client_payable');
  const stays = isOwed ? [...LOST, ...OWED] : LOST;
  const standing = booked.filter(({ step }) => stays.includes(step));
  const planned = isUnpaid ? new Map<LedgerAccount, number>() : plannedEnd(legs, items, booked);
  return ORDER.map((account) => {
    const soFar = balanceOf(booked, account);
    const inTheEnd = balanceOf(standing, account) + (planned.get(account) ?? 0);
    return { account, soFar, toCome: inTheEnd - soFar, inTheEnd };
  }).filter(({ account, soFar, inTheEnd }) => soFar !== 0 || inTheEnd !== 0 || ALWAYS.includes(account));
}

/** What stays whatever becomes of the refund. */
const LOST: readonly PostingStep[] = ['original_bounced', 'trust_money_gone', 'undo_trust_money_gone'];
/** What also stays of a failed refund whose client is still to be paid, until they are. */
const OWED: readonly PostingStep[] = [
  'client_payable',
  'undo_client_payable',
  'invoice_reversal',
  'undo_invoice_reversal',
  'unapplied_reversal',
  'undo_unapplied_reversal',
  'write_off',
  'undo_write_off',
  'credit_note',
  'undo_credit_note',
];

type Booked = Pick<Posting, 'entries'> & { readonly step: PostingStep };

const REVERSALS: readonly PostingStep[] = ['invoice_reversal', 'unapplied_reversal'];
const FORGIVENESS: readonly PostingStep[] = ['write_off', 'credit_note'];

/** The final effect of a refund that is paid out: the trust part ends in trust, however it travels (R5). */
function plannedEnd(
  legs: readonly LegAmount[],
  items: Payment['items'],
  booked: readonly Booked[],
): Map<LedgerAccount, number> {
  const legOf = (wanted: string) => legs.find(({ account }) => account === wanted)?.amount ?? 0;
  const reversed = booked.filter(({ step }) => REVERSALS.includes(step));
  const forgiven = booked.filter(({ step }) => FORGIVENESS.includes(step));
  const operating = legOf('operating');
  // What the bank took from trust itself does not come from there again: operating bears it.
  const gone = booked.some(({ step }) => step === 'trust_money_gone') ? legOf('trust') : 0;
  // The invoice payments were reversed when an earlier refund failed: this one pays what that left owed.
  const isOwed = booked.some(({ step }) => step === 'payable_refunded');
  const paid = isOwed ? 0 : operating;
  const invoiced = isOwed
    ? 0
    : reversed.length > 0
      ? balanceOf(reversed, 'accounts_receivable')
      : invoicedOf(legs, items);
  const surcharge = isOwed
    ? 0
    : sum(items.filter(({ kind }) => kind === 'surcharge').map((item) => money(item.amount)));
  return new Map<LedgerAccount, number>([
    ['operating_bank', -operating - gone],
    ['trust_bank', gone - legOf('trust')],
    ['refunds_clearing', gone],
    ['accounts_receivable', invoiced + balanceOf(forgiven, 'accounts_receivable')],
    ['unapplied_receipts', paid - invoiced - surcharge],
    ['surcharge_income', surcharge],
    ['client_refunds_payable', operating - paid],
    ['write_offs', balanceOf(forgiven, 'write_offs')],
    ['credit_notes', balanceOf(forgiven, 'credit_notes')],
  ]);
}

/** A trust item that has paid an invoice from trust is in the operating leg (T7). */
function invoicedOf(legs: readonly LegAmount[], items: Payment['items']): number {
  const isInLeg = (wanted: string) =>
    wanted === 'operating' || !legs.some(({ account }) => account === 'trust');
  return sum(
    items
      .filter(({ account, invoiceNumber }) => isInLeg(account) && invoiceNumber !== null)
      .map(({ amount }) => money(amount)),
  );
}
