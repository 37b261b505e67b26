// Stripe's objects, as far as we read them. Their enumerations grow: a status is text here, and is judged where it is
// mapped.
import { maskSensitiveNumbers } from '@makewhole/domain/sensitive-numbers/sensitive-numbers';
import { z } from 'zod';

const id = z.string().min(1);
const amount = z.number().int().nonnegative();
/** Seconds since 1970. */
const time = z.number().int().nonnegative();
const metadata = z.record(z.string(), z.string());
const text = z.string().nullish();

export const wireRefund = z.object({
  object: z.literal('refund'),
  id,
  amount,
  currency: z.string(),
  created: time,
  charge: id.nullish(),
  payment_intent: id.nullish(),
  metadata: metadata.nullish(),
  status: text,
  failure_reason: text,
  pending_reason: text,
  /** By the kind of destination: card, us_bank_transfer, ... */
  destination_details: z.looseObject({ type: text }).nullish(),
});
export type WireRefund = z.infer<typeof wireRefund>;

export const wireDestination = z.object({
  type: text,
  reference: text,
  reference_status: text,
  reference_type: text,
});

const wireBalanceTransaction = z.object({ id, created: time, available_on: time });

export const wireDispute = z.object({
  object: z.literal('dispute'),
  id,
  amount,
  created: time,
  charge: id,
  payment_intent: id.nullish(),
  status: z.string(),
  reason: z.string(),
  is_charge_refundable: z.boolean(),
  evidence_details: z.object({ due_by: time.nullish() }).nullish(),
  balance_transactions: z.array(z.object({ fee: z.number().int() })).nullish(),
});
export type WireDispute = z.infer<typeof wireDispute>;

const wireDetails = z.object({ last4: text }).nullish();

const wirePayer = { name: text, email: text };

const wireIntentFacts = z.object({
  object: z.literal('payment_intent'),
  id,
  amount,
  currency: z.string(),
  created: time,
  livemode: z.boolean(),
  status: z.string(),
  description: text,
  metadata: metadata.nullish(),
  customer: z.union([id, z.looseObject(wirePayer)]).nullish(),
});
export type WireIntent = z.infer<typeof wireIntentFacts>;

export const wireCharge = z.object({
  object: z.literal('charge'),
  id,
  amount,
  amount_captured: amount,
  captured: z.boolean(),
  currency: z.string(),
  created: time,
  disputed: z.boolean(),
  livemode: z.boolean(),
  status: z.string(),
  description: text,
  metadata: metadata.nullish(),
  billing_details: z.object(wirePayer).nullish(),
  payment_method_details: z
    .object({ type: z.string(), card: wireDetails, us_bank_account: wireDetails })
    .nullish(),
  payment_intent: z.union([id, wireIntentFacts]).nullish(),
  balance_transaction: z.union([id, wireBalanceTransaction]).nullish(),
  refunds: z.object({ data: z.array(z.unknown()), has_more: z.boolean() }).nullish(),
});
export type WireCharge = z.infer<typeof wireCharge>;

/** As it comes with `expand[]=latest_charge`; without a charge, nobody has tried to pay it. */
export const wireIntent = wireIntentFacts.extend({ latest_charge: wireCharge.nullish() });

export const wireList = z.object({
  object: z.literal('list'),
  data: z.array(z.unknown()),
  has_more: z.boolean(),
});

/** Says which object a record of unknown shape is. */
export const wireNamed = z.object({
  id,
  payment_intent: z.union([id, z.looseObject({ id }).transform((intent) => intent.id)]).nullish(),
  charge: id.nullish(),
});

/** Only what says what to ask for, and the reference, which is set when the refund is made. */
export const wireEvent = z.object({
  object: z.literal('event'),
  id,
  type: z.string(),
  created: time,
  livemode: z.boolean(),
  account: id.nullish(),
  data: z.object({
    object: z.looseObject({
      object: z.string(),
      id,
      payment_intent: id.nullish().catch(null),
      charge: id.nullish().catch(null),
      metadata: metadata.nullish().catch(null),
    }),
  }),
});
export type WireEvent = z.infer<typeof wireEvent>;

/** The words are shown, logged and kept with a refund; Stripe repeats parts of keys in some. */
export const wireError = z.object({
  error: z.object({
    type: z.string(),
    code: z.string().nullish(),
    param: z.string().nullish(),
    message: z
      .string()
      .default('no words')
      .transform((words) => maskSensitiveNumbers(withoutKeys(words), 'reference')),
  }),
});

function withoutKeys(words: string): string {
  return words.replaceAll(/\b(?:[rsp]k|whsec)_[\w*.]+/g, '[a key]');
}
