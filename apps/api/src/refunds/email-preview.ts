import type { RefundPreview } from '@makewhole/db/refunds/preview-refund';
import { refundOfPaymentLink, refundProcessingEmail } from '@makewhole/domain/refund-email';
import type { Links } from '../context.ts';

/** The exact email that the first of the matter's users would get for a refund requested now (B3, R9); null for none. */
export function emailPreview(
  { payment, firmName, recipients: [first], expected, eligibility }: RefundPreview,
  reason: string,
  { portalUrl }: Links,
) {
  if (first === undefined || !eligibility.refundable || payment.refundId !== null) return null;
  const { amount, currency, method, last4, payer, matter, transactionId } = payment;
  const link = refundOfPaymentLink(portalUrl, transactionId);
  const facts = { recipientName: first.name, firmName, payerName: payer.name, reason, link };
  const { subject, text } = refundProcessingEmail(
    { ...facts, amount, currency, method, last4, matter, transactionId },
    expected,
  );
  return { to: { ...first }, subject, text };
}
