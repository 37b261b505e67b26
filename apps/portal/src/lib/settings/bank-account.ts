// The form of one of the firm's bank accounts.
import { US_STATES } from '@makewhole/domain/bank-accounts';
import { BANK_ACCOUNTS, type BankAccount } from '@makewhole/domain/payments';
import { TEXT_LENGTH_MAX } from '@makewhole/domain/text-limits';
import { textOf } from '#lib/forms/text-of.ts';

export type BankAccountValues = {
  /** Empty for a new one. */
  readonly id: string;
  readonly kind: BankAccount;
  readonly title: string;
  readonly bankName: string;
  readonly lastFour: string;
  readonly isIolta: boolean;
  readonly state: string;
};

export type BankAccountErrors = {
  readonly title?: string;
  readonly bankName?: string;
  readonly lastFour?: string;
  readonly state?: string;
};

export function readBankAccount(form: FormData): BankAccountValues {
  return {
    id: textOf(form, 'id'),
    kind: BANK_ACCOUNTS.find((kind) => kind === textOf(form, 'kind')) ?? 'trust',
    title: textOf(form, 'title'),
    bankName: textOf(form, 'bankName'),
    lastFour: textOf(form, 'lastFour'),
    isIolta: textOf(form, 'isIolta') === 'on',
    state: textOf(form, 'state').toUpperCase(),
  };
}

/** What is wrong with each field; empty if nothing is. */
export function findBankAccountFaults({
  title,
  bankName,
  lastFour,
  state,
}: BankAccountValues): BankAccountErrors {
  return {
    ...(title === '' && { title: 'Give the name of the account, as it stands on its statements.' }),
    ...(title.length > TEXT_LENGTH_MAX.bankAccountTitle && {
      title: `Shorten the name to ${TEXT_LENGTH_MAX.bankAccountTitle} characters. It has ${title.length}.`,
    }),
    ...(bankName.length > TEXT_LENGTH_MAX.bankName && {
      bankName: `Shorten the bank's name to ${TEXT_LENGTH_MAX.bankName} characters. It has ${bankName.length}.`,
    }),
    ...(!/^([0-9A-Za-z]{4})?$/.test(lastFour) && {
      lastFour: 'Give the last four characters of the account number, and no more of it.',
    }),
    ...(state !== '' && stateOf(state) === null && { state: 'Give a state by its two letters, such as NY.' }),
  };
}

/** The facts as the API takes them: what was left empty is null. */
export function bankAccountFacts({ title, bankName, lastFour, isIolta, state }: BankAccountValues) {
  const orNull = (text: string) => (text === '' ? null : text);
  return { title, bankName: orNull(bankName), lastFour: orNull(lastFour), isIolta, state: stateOf(state) };
}

function stateOf(text: string) {
  return US_STATES.find((state) => state === text) ?? null;
}
