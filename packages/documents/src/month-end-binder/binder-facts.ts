// What the month-end binder is printed from, and what its pages share.
import { formatShortDay, formatTime } from '@makewhole/domain/format-day';
import type { MonthEndScope, MonthEndStatus } from '@makewhole/domain/month-ends/month-end';
import type { Section } from '@makewhole/domain/month-ends/section';

export type Signature = {
  readonly name: string;
  /** "Bookkeeper", or the bar number of the lawyer with its state. */
  readonly as: string;
  readonly at: Date;
};

export type BinderPaper = {
  readonly firm: string;
  readonly timeZone: string;
  readonly account: {
    readonly name: string;
    readonly bank: string | null;
    readonly lastFour: string | null;
    readonly isIolta: boolean;
    readonly state: string | null;
  };
  readonly id: string;
  readonly version: number;
  readonly title: string;
  readonly scope: MonthEndScope;
  readonly status: MonthEndStatus;
  readonly periodStart: string;
  readonly endingOn: string;
  readonly agrees: boolean;
  readonly prepared: (Signature & { readonly mayTransfer: boolean }) | null;
  readonly signed: Signature | null;
  /** Why the numbers differ, in the preparer's words. */
  readonly explanation: string | null;
  /** Of what was signed; null for a draft. */
  readonly contentHash: string | null;
  readonly sections: readonly Section[];
  /** When its data are of. */
  readonly asOf: Date;
};

/** Of the form; what a section is printed under. */
export const FORM_SECTIONS: readonly { readonly number: string; readonly title: string }[] = [
  { number: '0', title: 'Cover and certification' },
  { number: '1', title: 'Three-way reconciliation' },
  { number: '2', title: 'Bank statement' },
  { number: '3', title: 'Outstanding items' },
  { number: '4', title: 'Account journal' },
  { number: '5', title: 'Client balances' },
  { number: '6', title: 'Client ledger cards' },
  { number: '7', title: 'Refunds that touched trust' },
  { number: '8', title: 'Returned and disputed deposits' },
  { number: '9', title: 'Exceptions and corrections' },
  { number: '10', title: 'Authority' },
  { number: '11', title: 'Transaction review' },
  { number: '12', title: 'Client accountings sent' },
  { number: '13', title: 'Evidence' },
  { number: '14', title: 'Proof' },
];

/** A section of the form, or the lists of which it consists: 3a, 3b ... */
export function partsOf({ sections }: BinderPaper, number: string): Section[] {
  return sections.filter(({ section }) => section.replace(/[a-z]$/, '') === number);
}

/** "Smith Trust Account · First Bank · account ending in 4410 · IOLTA · NY" */
export function accountLine({ account }: BinderPaper): string {
  const { name, bank, lastFour, isIolta, state } = account;
  const ending = lastFour === null ? null : `account ending in ${lastFour}`;
  return [name, bank, ending, isIolta ? 'IOLTA' : null, state].filter((one) => one !== null).join(' · ');
}

export function periodLine({ periodStart, endingOn }: BinderPaper): string {
  return `${formatShortDay(periodStart)} to ${formatShortDay(endingOn)}, as of ${formatShortDay(endingOn)}`;
}

/** "Dec 4, 2026" where the firm is, with the time. */
export function timeIn({ timeZone }: BinderPaper, at: Date): string {
  return formatTime(at, timeZone);
}

/** Under which the page of a section is known. */
export function placeOf(number: string, title: string): string {
  return `${number}  ${title}`;
}
