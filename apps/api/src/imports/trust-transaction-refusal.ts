import type { Written } from '@makewhole/db/imports/import-row';
import type { TrustTransactionPut } from '@makewhole/db/imports/put-trust-transaction';
import type { Refusal } from '../http/problems.ts';

/** Without what other statements are refused for too. */
type Refused = Exclude<
  TrustTransactionPut,
  Written | { readonly kind: 'matter_not_found' | 'bank_account_not_found' }
>;

/** Why a trust transaction was not booked, with what to do. */
export function trustTransactionRefusal(outcome: Refused): Refusal {
  switch (outcome.kind) {
    case 'operating_account_not_found':
      return {
        code: 'bank_account_not_found',
        detail:
          'operatingAccountId must name an operating account of your firm, for trust_to_operating_fees alone. Leave it out for the default one.',
      };
    case 'reason_needed':
      return {
        code: 'explanation_needed',
        detail: 'Say in reversalReason why it is reversed.',
      };
    case 'not_come':
      return {
        code: 'date_out_of_range',
        detail: 'That day has not come. Send it once the money has moved.',
      };
    case 'recorded_otherwise':
      return {
        code: 'recorded_otherwise',
        detail: `It is here already, with another ${outcome.fields.join(', ')}. A record is never changed: send it as it was, with reversed and reversalReason, and the right one under another externalId.`,
      };
    case 'reversed_here':
      return {
        code: 'not_recordable',
        detail: 'It was reversed, and that stands. If it did happen, send it under another externalId.',
      };
    case 'before_opening':
      return {
        code: 'before_opening',
        detail: `The books of this account begin after ${outcome.cutOverOn}: its opening schedule contains what was before. Leave it out.`,
      };
  }
}
