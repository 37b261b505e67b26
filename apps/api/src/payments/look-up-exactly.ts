// The exact lookup of a payment (R1): in our own records first. If we do not have it, or only from before it was captured
// and settled, the payment processor is asked once, for exactly that ID, and its record is copied.
import { findConnectionOf, findFirstConnection } from '@makewhole/db/connections/find-connection';
import { keepPayment } from '@makewhole/db/payments/keep-payment';
import { isStorableText } from '@makewhole/domain/storable-text';
import type { RefusalCode } from '@makewhole/domain/eligibility';
import {
  findSensitiveNumbers,
  isCardNumber,
  maskSensitiveNumbers,
} from '@makewhole/domain/sensitive-numbers/sensitive-numbers';
import { TRANSACTION_ID_LENGTH_MAX, type FirmId, type TransactionId } from '@makewhole/domain/ids';
import type { Services } from '../context.ts';
import type { Refusal } from '../http/problems.ts';
import { askForRecord } from '@makewhole/processor/read-record';

type Wanted = { readonly firmId: FirmId; readonly transactionId: TransactionId };

type Refused = { readonly kind: 'refused'; readonly refusal: Refusal };
export type LookedUp<Found> = { readonly kind: 'found'; readonly found: Found } | Refused;

export const NOT_FOUND: Refused = {
  kind: 'refused',
  refusal: {
    code: 'transaction_not_found',
    detail:
      'No payment of your firm has exactly this transaction ID. It must be exact, including upper and lower case: copy it from Payment History.',
  },
};

type Look<Found> = {
  /** The result, or null if we have no payment with that ID. */
  readonly look: () => Promise<Found | null>;
  /** Why the payment cannot be refunded; null if it can. */
  readonly refusedFor: (found: Found) => RefusalCode | null;
};

/** Reasons that end at the processor without a report to us, or that copying its record again may end. */
const ENDED_BY_A_LOOK: ReadonlySet<RefusalCode> = new Set([
  'not_captured',
  'not_settled',
  'not_in_the_books',
  'matter_unknown',
]);

/** The processor is not asked for it: the number would go on to its logs. */
const IS_CARD_NUMBER: Refused = {
  kind: 'refused',
  refusal: {
    code: 'transaction_not_found',
    detail:
      'This looks like a card number, and no payment of your firm has it as its transaction ID. Copy the transaction ID from Payment History.',
  },
};

/** Looks in our own records, then again after asking the payment processor. */
export async function lookUpExactly<Found>(
  services: Services,
  wanted: Wanted,
  { look, refusedFor }: Look<Found>,
): Promise<LookedUp<Found>> {
  const { transactionId } = wanted;
  if (transactionId.length > TRANSACTION_ID_LENGTH_MAX || !isStorableText(transactionId)) return NOT_FOUND;
  const known = await look();
  if (known !== null) {
    const code = refusedFor(known);
    if (code === null || !ENDED_BY_A_LOOK.has(code)) return { kind: 'found', found: known };
  }
  if (known === null && looksLikeCardNumber(transactionId)) return IS_CARD_NUMBER;
  const refusal = await mirror(services, wanted);
  // Without a better record from the processor, our copy stands.
  if (refusal !== null) return known === null ? refusal : { kind: 'found', found: known };
  const found = await look();
  return found === null ? NOT_FOUND : { kind: 'found', found };
}

/** An ID may have any digits, so one that has a card number among others is an ID; a sentence is none. */
function looksLikeCardNumber(transactionId: string): boolean {
  const isSentence = /\s/.test(transactionId);
  return (
    isCardNumber(transactionId) || (isSentence && findSensitiveNumbers(transactionId, 'words').length > 0)
  );
}

/** Copies the payment processor's record; returns a refusal if it has none, or none that can be used. */
async function mirror(
  { db, processor, log }: Services,
  { firmId, transactionId }: Wanted,
): Promise<Refused | null> {
  const connection =
    (await findConnectionOf(db, { firmId, transactionId })) ?? (await findFirstConnection(db, firmId));
  const { id: connectionId } = connection;
  const asOf = new Date();
  const read = await askForRecord(processor, { connectionId, transactionId });
  if (read.kind === 'not_found') return NOT_FOUND;
  if (read.kind === 'unavailable') {
    const id = maskSensitiveNumbers(transactionId, 'reference');
    log.warn({ transactionId: id, cause: read.message }, 'the payment processor did not answer');
    const detail =
      'We have no payment with this transaction ID, and the payment processor is unavailable. Try again in a minute.';
    return { kind: 'refused', refusal: { code: 'processor_unavailable', detail } };
  }
  const kept = await keepPayment(db, { firmId, connectionId, read, asOf, reconciliationId: null });
  if (kept !== 'unusable') return null;
  log.error({ transactionId }, "the payment processor's record cannot be used");
  const detail =
    "The payment processor's record of this payment cannot be used: its currency or format is unexpected, or it does not add up. The list of differences says what is wrong. Ask the processor to correct it.";
  return { kind: 'refused', refusal: { code: 'processor_record_unusable', detail } };
}
