import { redirect } from '@sveltejs/kit';
import { paymentUrl } from '#lib/payments/payment-url.ts';
import { apiFor, dataOf } from '#lib/server/api.ts';
import type { RequestHandler } from './$types';

/** Redirects to a payment's refund: the URL in the emails, which is known before the refund exists. */
export const GET: RequestHandler = async (event) => {
  const { transactionId } = event.params;
  const params = { path: { transactionId } };
  const payment = await dataOf(event, apiFor(event).GET('/v1/payments/{transactionId}', { params }));
  redirect(303, payment.refundId === null ? paymentUrl(transactionId) : `/refunds/${payment.refundId}`);
};
