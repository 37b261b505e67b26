// Why an opening schedule is refused, with what to do.
import type { OpeningCreated } from '@makewhole/db/opening-books/create-opening-schedule';
import type { OpeningSigned } from '@makewhole/db/opening-books/sign-opening';
import { formatMoney, type Money } from '@makewhole/domain/money';
import type { Refusal } from '../http/problems.ts';

export const OPENING_NOT_FOUND: Refusal = {
  code: 'opening_schedule_not_found',
  detail: 'Your firm has no such opening schedule. GET /v1/opening-schedules lists those that it has.',
};

export const OPENING_ENDED: Refusal = {
  code: 'opening_ended',
  detail: 'This schedule was signed or withdrawn, and does not change any more.',
};

export const PEOPLE_ONLY: Refusal = {
  code: 'forbidden',
  detail: 'An opening schedule is signed by a lawyer, in the portal. An API key cannot sign it.',
};

/** How many matters a refusal names. */
const NAMED_MAX = 20;

const words = (amount: Money) => formatMoney(amount, 'USD');

export function creationRefusal(outcome: Exclude<OpeningCreated, { readonly kind: 'created' }>): Refusal {
  switch (outcome.kind) {
    case 'bank_account_not_found':
      return {
        code: 'bank_account_not_found',
        detail: 'Your firm has no such open trust account. GET /v1/bank-accounts lists those that it has.',
      };
    case 'not_iolta':
      return refused(
        'Only an IOLTA holds interest of its own. Mark the account as one, or leave interest out.',
      );
    case 'not_over':
      return refused('That day is not over. Begin the books at the end of a day whose statement you have.');
    case 'item_after':
      return refused(
        'An outstanding item is dated after the cut-over. Leave it out: it is a trust transaction.',
      );
    case 'matters_not_found':
      return {
        code: 'matter_not_found',
        detail: `Your firm has no matter with the externalId ${named(outcome.externalIds)}. Bring in the matters first.`,
      };
    case 'not_reconciled': {
      const { adjustedBank, ledgers, difference } = outcome.totals;
      return {
        code: 'opening_not_reconciled',
        detail: `The adjusted bank balance is ${words(adjustedBank)}, and the ledgers have ${words(ledgers)}: ${words(difference)} apart. Find the missing or wrong item. A difference is never posted.`,
        extensions: { difference },
      };
    }
    case 'statement_differs':
      return refused(
        `The imported statement of that day ends with ${words(outcome.closing)}. Send that as statementBalance, or import the right statement.`,
      );
    case 'locked':
      return refused(
        `A month end is signed up to ${outcome.until}, and nothing takes effect in it. Begin the books after that day.`,
      );
    case 'standing':
      return refused(
        outcome.status === 'signed'
          ? `The books of this account have begun: ${outcome.id} is signed. Correct them with trust transactions.`
          : `Another schedule of this account waits for a signature: ${outcome.id}. Withdraw it first.`,
      );
  }
}

export function signatureRefusal(outcome: Exclude<OpeningSigned, { readonly kind: 'signed' }>): Refusal {
  switch (outcome.kind) {
    case 'not_found':
      return OPENING_NOT_FOUND;
    case 'ended':
      return OPENING_ENDED;
    case 'changed':
      return {
        code: 'opening_changed',
        detail: 'What the books have before the cut-over has changed since this was read. Read it again.',
      };
    case 'own_schedule':
      return {
        code: 'separate_duties',
        detail: 'You wrote this schedule. Your firm separates duties: another lawyer must sign it.',
      };
    case 'locked':
      return refused(
        'A month end is signed up to the cut-over or later, and nothing takes effect in it. Withdraw this schedule, and begin the books after that day.',
      );
    case 'missing':
      return refused(
        `The books have money of ${named(outcome.externalIds)} on that day, and the schedule does not name them. Withdraw it, and say what each has: 0 if nothing.`,
      );
    case 'held':
      return refused(
        `Refunds hold more money of ${named(outcome.externalIds)} than the schedule leaves. Finish or cancel these refunds first, or correct the schedule.`,
      );
    case 'transfer_crosses':
      return refused(
        'The bank shows the transfer of a refund after the cut-over that the books have before it. Begin the books after it cleared.',
      );
  }
}

function refused(detail: string): Refusal {
  return { code: 'opening_refused', detail };
}

function named(externalIds: readonly string[]): string {
  const rest = externalIds.length - NAMED_MAX;
  return [...externalIds.slice(0, NAMED_MAX), ...(rest > 0 ? [`${rest} more`] : [])].join(', ');
}
