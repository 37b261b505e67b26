import type { Written } from '@makewhole/db/imports/import-row';
import type { InvoicePut } from '@makewhole/db/imports/put-invoice';
import type { MatterPut } from '@makewhole/db/imports/put-matter';
import type { TrustBalancePut } from '@makewhole/db/imports/put-trust-balance';
import type { TrustTransactionPut } from '@makewhole/db/imports/put-trust-transaction';
import { formatMoney } from '@makewhole/domain/money';
import type { Refusal } from '../http/problems.ts';
import { trustTransactionRefusal } from './trust-transaction-refusal.ts';

export type ImportOutcome = MatterPut | InvoicePut | TrustBalancePut | TrustTransactionPut;

/** How many payments a refusal names. */
const NAMED_MAX = 10;

/** Whether a statement was taken over, or stood already. */
export function isWritten(outcome: ImportOutcome): outcome is Written {
  return outcome.kind === 'created' || outcome.kind === 'updated' || outcome.kind === 'unchanged';
}

/** Why a statement was not taken over, with what to do. */
export function refusalOf(outcome: Exclude<ImportOutcome, Written>): Refusal {
  switch (outcome.kind) {
    case 'stale':
      return {
        code: 'stale',
        detail: `A statement as of ${outcome.asOf.toISOString()} is already here. Send a newer one, with the asOf of when your system said it.`,
      };
    case 'changed_meanwhile':
      return {
        code: 'changed_meanwhile',
        detail:
          outcome.etag === null
            ? 'There is nothing to replace: leave If-Match out.'
            : `Its version is now ${outcome.etag}. Look at it again before you replace it, or leave If-Match out.`,
      };
    case 'number_taken':
      return {
        code: 'number_taken',
        detail: `Your firm's ${outcome.externalId} has this number. Change that one first.`,
      };
    case 'matter_not_found':
      return {
        code: 'matter_not_found',
        detail: 'Your firm has no matter with this externalId yet. Bring the matter in first, then this.',
      };
    case 'bank_account_not_found':
      return {
        code: 'bank_account_not_found',
        detail: 'Your firm has no open trust account of this ID. GET /v1/bank-accounts lists them.',
      };
    case 'bank_account_required':
      return { code: 'bank_account_required', detail: nameAccount(outcome) };
    case 'below_allocated':
      return {
        code: 'below_allocated',
        detail: `Payments have paid more than this total: ${paymentsIn(outcome)}. Refund them, or correct the total.`,
      };
    case 'paid_in_matter':
      return {
        code: 'paid_in_matter',
        detail: `Payments have paid this invoice: ${paymentsIn(outcome)}. It stays with its matter.`,
      };
    default:
      return trustTransactionRefusal(outcome);
  }
}

function nameAccount({ accounts }: Extract<TrustBalancePut, { accounts: unknown }>): string {
  if (accounts.length === 0) return 'Your firm has no open trust account. Add one in the settings first.';
  const named = accounts.map(({ id, title }) => `${id} (${title})`).join(', ');
  return `Your firm has several trust accounts. Send bankAccountId with one of them: ${named}.`;
}

function paymentsIn({ payments }: Extract<InvoicePut, { payments: unknown }>): string {
  const named = payments
    .slice(0, NAMED_MAX)
    .map(({ transactionId, amount }) => `${transactionId} (${formatMoney(amount, 'USD')})`);
  const rest = payments.length - named.length;
  return [...named, ...(rest > 0 ? [`and ${rest} more`] : [])].join(', ');
}
