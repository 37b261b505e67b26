// The exact lookup of a payment (R1): ours first; what we do not know, or know only as it was before it was captured and
// settled, the payment company is asked for once, by that very ID, and it is mirrored.
import { findFirm } from '@makewhole/db/firms/find-firm';
import { keepPayment } from '@makewhole/db/payments/keep-payment';
import { isStorableText } from '@makewhole/domain/storable-text';
import type { RefusalCode } from '@makewhole/domain/eligibility';
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
      'No payment of your firm has exactly this transaction ID. It must be exact, upper and lower case included: copy it from Payment History.',
  },
};

type Look<Found> = {
  /** What is looked for, or null where we have no payment of that ID. */
  readonly look: () => Promise<Found | null>;
  /** Why the payment that was found cannot be refunded; null where nothing speaks against it. */
  readonly refusedFor: (found: Found) => RefusalCode | null;
};

/** What time ends at the payment company, which does not tell us of it, or what the look itself mends. */
const ENDED_BY_A_LOOK: ReadonlySet<RefusalCode> = new Set([
  'not_captured',
  'not_settled',
  'not_in_the_books',
  'matter_unknown',
]);

/** Looks in our own records, and once more after the payment company was asked. */
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
  const refusal = await mirror(services, wanted);
  // Our copy stands where the payment company cannot better it.
  if (refusal !== null) return known === null ? refusal : { kind: 'found', found: known };
  const found = await look();
  return found === null ? NOT_FOUND : { kind: 'found', found };
}

/** Takes over the payment company's record; a refusal where it has none, or none that can be used. */
async function mirror(
  { db, processor, log }: Services,
  { firmId, transactionId }: Wanted,
): Promise<Refused | null> {
  const { processorAccount } = await findFirm(db, { firmId });
  const asOf = new Date();
  const read = await askForRecord(processor, { account: processorAccount, transactionId });
  if (read.kind === 'not_found') return NOT_FOUND;
  if (read.kind === 'unavailable') {
    log.warn({ transactionId, cause: read.message }, 'the payment processor gave no answer');
    const detail =
      'We do not know this transaction ID, and the payment processor cannot be asked about it right now. Try again in a minute.';
    return { kind: 'refused', refusal: { code: 'processor_unavailable', detail } };
  }
  const kept = await keepPayment(db, { firmId, read, asOf, reconciliationId: null });
  if (kept !== 'unusable') return null;
  log.error({ transactionId }, "the payment processor's record cannot be taken over");
  const detail =
    "The payment processor's record of this payment cannot be used: it is in another currency, of another shape, or does not add up. What is wrong with it stands in the list of differences. Ask the processor to correct it.";
  return { kind: 'refused', refusal: { code: 'processor_record_unusable', detail } };
}
