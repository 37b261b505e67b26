// The exact lookup of a payment (R1): in our own records first. If we have it only from before it was captured and settled,
// its company is asked once, for exactly that ID; if we do not have it, each of the firm's companies is. The record is copied
// and looked at under the ID that counts: two IDs of one payment get one refund (R4).
import { findConnectionOf, listConnections } from '@makewhole/db/connections/find-connection';
import { keepPayment } from '@makewhole/db/payments/keep-payment';
import { isInUse } from '@makewhole/domain/connections';
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
import { askEach } from '@makewhole/processor/ask-each';

type Wanted = { readonly firmId: FirmId; readonly transactionId: TransactionId };

type Refused = { readonly kind: 'refused'; readonly refusal: Refusal };
export type LookedUp<Found> =
  | {
      readonly kind: 'found';
      readonly found: Found;
      /** The ID that counts, of which the wanted one may be an alias. */
      readonly transactionId: TransactionId;
    }
  | Refused;

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
  readonly look: (transactionId: TransactionId) => Promise<Found | null>;
  /** Why the payment cannot be refunded; null if it can. */
  readonly refusedFor: (found: Found) => RefusalCode | null;
};

/** Reasons that end at the processor without a report to us, or that copying its record again may end. */
const ENDED_BY_A_LOOK: ReadonlySet<RefusalCode> = new Set([
  'not_captured',
  'not_settled',
  'not_in_the_books',
  'allocation_unknown',
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
  const known = await look(transactionId);
  if (known !== null) {
    const code = refusedFor(known);
    if (code === null || !ENDED_BY_A_LOOK.has(code)) return { kind: 'found', found: known, transactionId };
  }
  if (known === null && looksLikeCardNumber(transactionId)) return IS_CARD_NUMBER;
  const mirrored = await copyRecord(services, wanted);
  if (mirrored.kind === 'refused') {
    // Without a better record from the processor, our copy stands.
    return known === null ? mirrored : { kind: 'found', found: known, transactionId };
  }
  const found = await look(mirrored.transactionId);
  return found === null ? NOT_FOUND : { kind: 'found', found, transactionId: mirrored.transactionId };
}

/** An ID may have any digits, so one that has a card number among others is an ID; a sentence is none. */
function looksLikeCardNumber(transactionId: string): boolean {
  const isSentence = /\s/.test(transactionId);
  return (
    isCardNumber(transactionId) || (isSentence && findSensitiveNumbers(transactionId, 'words').length > 0)
  );
}

/** The firm has only connections that are new or disabled. */
const NOBODY_TO_ASK: Refused = {
  kind: 'refused',
  refusal: {
    code: 'transaction_not_found',
    detail:
      'We have no payment with exactly this transaction ID, and your firm has no active connection to look it up through. An owner can enable or confirm one in Settings, Connections.',
  },
};

const UNAVAILABLE: Refused = {
  kind: 'refused',
  refusal: {
    code: 'processor_unavailable',
    detail:
      'We have no payment with this transaction ID, and the payment processor is unavailable. Try again in a minute.',
    headers: { 'retry-after': '30' },
  },
};

const UNUSABLE: Refused = {
  kind: 'refused',
  refusal: {
    code: 'processor_record_unusable',
    detail:
      "The payment processor's record of this payment cannot be used: its currency or format is unexpected, or it does not add up. The list of differences says what is wrong. Ask the processor to correct it; the same request is refused until then.",
  },
};

type Mirrored = { readonly kind: 'mirrored'; readonly transactionId: TransactionId } | Refused;

/** Copies the payment processor's record; refuses if it has none, or none that can be used. */
export async function copyRecord({ db, processor, log }: Services, wanted: Wanted): Promise<Mirrored> {
  const { firmId, transactionId } = wanted;
  const its = await findConnectionOf(db, wanted);
  const asked = its === null ? (await listConnections(db, firmId)).filter(isInUse) : [its];
  if (asked.length === 0) return NOBODY_TO_ASK;
  const asOf = new Date();
  const connectionIds = asked.map(({ id }) => id);
  const { connectionId, read } = await askEach(processor, transactionId, connectionIds);
  if (read.kind === 'not_found') return NOT_FOUND;
  if (read.kind === 'unavailable') {
    const id = maskSensitiveNumbers(transactionId, 'reference');
    log.warn({ transactionId: id, cause: read.message }, 'the payment processor did not answer');
    return UNAVAILABLE;
  }
  const kept = await keepPayment(db, { firmId, connectionId, read, asOf, reconciliationId: null });
  if (kept !== 'unusable' && read.kind === 'usable') {
    return { kind: 'mirrored', transactionId: read.payment.transactionId };
  }
  log.error({ transactionId }, "the payment processor's record cannot be used");
  return UNUSABLE;
}
