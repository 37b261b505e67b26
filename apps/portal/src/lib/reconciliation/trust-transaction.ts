// The form that records what moved in a trust account and is no payment's and no refund's.
import type { components } from '@makewhole/client/schema';
import {
  MATTER_TRUST_TRANSACTION_TYPES,
  TRUST_TRANSACTION_TYPES,
  type MatterTrustTransaction,
  type TrustTransactionType,
} from '@makewhole/domain/trust-transactions';
import { textOf } from '#lib/forms/text-of.ts';
import { parseAmount } from '#lib/money-input.ts';

export const TRUST_TRANSACTION_LABELS: Readonly<Record<TrustTransactionType, string>> = {
  bank_charge: 'Bank charge',
  processor_fee: 'Fee that the payment processor kept back from trust money',
  cushion_deposit: "Firm's own money put in, for bank charges",
  cushion_withdrawal: "Firm's own money taken out",
  interest_credited: 'Interest credited',
  interest_remitted: 'Interest remitted by the bank',
  unidentified_deposit: 'Deposit whose client is not known',
  deposit_identified: 'Deposit identified: it is a matter’s',
  deposit_returned: 'Deposit returned',
  reversal: 'Reversal of a record made by mistake',
  other_receipt: 'Other receipt, from your own system',
  other_disbursement: 'Other disbursement, from your own system',
  trust_to_operating_fees: 'Fees to operating, from your own system',
};

/** What a person records here; the firm's own system says the others. */
export type RecordedType = Exclude<TrustTransactionType, MatterTrustTransaction>;
const OF_OWN_SYSTEM: readonly TrustTransactionType[] = MATTER_TRUST_TRANSACTION_TYPES;
export const RECORDED_TYPES = TRUST_TRANSACTION_TYPES.filter(
  (type): type is RecordedType => !OF_OWN_SYSTEM.includes(type),
);

export type TrustTransactionValues = {
  /** One for each form that is filled in: sent again, it records nothing more. */
  readonly key: string;
  readonly type: RecordedType;
  readonly bankAccountId: string;
  readonly amount: string;
  readonly date: string;
  readonly reference: string;
  readonly matterNumber: string;
  /** The deposit that it is about, or the record that it reverses. */
  readonly about: string;
};

export function readTrustTransaction(form: FormData): TrustTransactionValues {
  return {
    key: textOf(form, 'key'),
    type: RECORDED_TYPES.find((type) => type === textOf(form, 'type')) ?? 'bank_charge',
    bankAccountId: textOf(form, 'bankAccountId'),
    amount: textOf(form, 'amount'),
    date: textOf(form, 'date'),
    reference: textOf(form, 'reference'),
    matterNumber: textOf(form, 'matterNumber'),
    about: textOf(form, 'about'),
  };
}

/** The request's body, or what is missing. */
export function trustTransactionBody({
  type,
  bankAccountId,
  amount: typed,
  date,
  reference,
  matterNumber,
  about,
}: TrustTransactionValues): components['schemas']['NewTrustTransaction'] | string {
  if (reference === '') return 'Give the reference of the bank or the firm.';
  const isAbout = type === 'deposit_identified' || type === 'deposit_returned' || type === 'reversal';
  if (isAbout && about === '') return 'Choose the record that it is about.';
  if (type === 'reversal') return { type, reverses: about, reference };
  const amount = parseAmount(typed);
  if (amount === null || amount === 0) return 'Give the amount in dollars and cents, such as 15.00.';
  if (date === '') return 'Give the day that the bank shows.';
  const moved = { amount, date, reference };
  if (type === 'deposit_returned') return { type, depositId: about, ...moved };
  if (type !== 'deposit_identified') return { type, bankAccountId, ...moved };
  if (matterNumber === '') return 'Give the number of the matter whose money it is.';
  return { type, depositId: about, matterNumber, ...moved };
}
