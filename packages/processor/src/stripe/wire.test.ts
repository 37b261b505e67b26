import type { Stripe } from 'stripe';
import { expect, expectTypeOf, test } from 'vitest';
import type { z } from 'zod';
import { wireError, type wireCharge, type wireDispute, type wireIntent, type wireRefund } from './wire.ts';

// What we read is what Stripe's own types say that they send: a field that they rename is a type error here.
test('every field that we read has the type that Stripe gives it', () => {
  expectTypeOf<Stripe.Refund>().toExtend<
    Pick<
      z.input<typeof wireRefund>,
      'id' | 'amount' | 'currency' | 'created' | 'status' | 'failure_reason' | 'pending_reason' | 'metadata'
    >
  >();
  expectTypeOf<Stripe.Dispute>().toExtend<
    Pick<
      z.input<typeof wireDispute>,
      | 'id'
      | 'amount'
      | 'created'
      | 'status'
      | 'reason'
      | 'is_charge_refundable'
      | 'evidence_details'
      | 'balance_transactions'
    >
  >();
  expectTypeOf<Stripe.Charge>().toExtend<
    Pick<
      z.input<typeof wireCharge>,
      | 'id'
      | 'amount'
      | 'amount_captured'
      | 'captured'
      | 'currency'
      | 'created'
      | 'disputed'
      | 'livemode'
      | 'status'
      | 'description'
      | 'metadata'
    >
  >();
  expectTypeOf<Stripe.PaymentIntent>().toExtend<
    Pick<
      z.input<typeof wireIntent>,
      'id' | 'amount' | 'currency' | 'created' | 'livemode' | 'status' | 'description' | 'metadata'
    >
  >();
});

test.each([
  'Invalid API Key provided: sk_test_********1234',
  'Expired API Key provided: rk_live_51AbCdEf',
  'No signatures found for whsec_abcdef',
])('the words "%s" are kept without the key', (message) => {
  const read = wireError.parse({ error: { type: 'invalid_request_error', message } });
  expect(read.error.message).toContain('[a key]');
  expect(read.error.message).not.toMatch(/(?:sk|rk|whsec)_/);
});
