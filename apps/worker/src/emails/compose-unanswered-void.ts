import type { VoidWorkflowInput } from '@makewhole/domain/contracts/void';
import { escapeHtml, inOneLine } from '@makewhole/domain/refund-email';
import type { Email } from './mailer.ts';

/** Tells the requester that the payment processor has not confirmed the void for an hour. */
export function composeUnansweredVoid(
  { voidId, transactionId }: VoidWorkflowInput,
  to: Email['to'],
  portalUrl: string,
): Email {
  const words = [
    `${to.name},`,
    `You asked to void the authorization ${transactionId}. The payment processor has not confirmed it for an hour. It is asked again and again until it answers; if it is urgent, ask the processor.`,
    `See the authorization: ${portalUrl}/payments/${encodeURIComponent(transactionId)}`,
  ].map(inOneLine);
  return {
    to,
    subject: `Not confirmed yet: the void of ${transactionId}`,
    text: words.join('\n\n'),
    html: words.map((paragraph) => `<p>${escapeHtml(paragraph)}</p>`).join(''),
    messageId: `<${voidId}@makewhole.invalid>`,
  };
}
