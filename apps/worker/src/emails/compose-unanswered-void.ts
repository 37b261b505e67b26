import type { VoidWorkflowInput } from '@makewhole/domain/contracts/void';
import { layOutEmail } from '@makewhole/domain/email-layout';
import type { Email } from './mailer.ts';

/** Tells the requester that the payment processor has not confirmed the void for an hour. */
export function composeUnansweredVoid(
  { voidId, transactionId }: VoidWorkflowInput,
  to: Email['to'],
  portalUrl: string,
): Email {
  return {
    to,
    ...layOutEmail({
      subject: `Not confirmed yet: the void of ${transactionId}`,
      recipientName: to.name,
      blocks: [
        {
          kind: 'words',
          text: `You asked to void the authorization ${transactionId}. The payment processor has not confirmed it for an hour. It is asked again and again until it answers; if it is urgent, ask the processor.`,
        },
        {
          kind: 'link',
          label: 'See the authorization',
          href: `${portalUrl}/payments/${encodeURIComponent(transactionId)}`,
        },
      ],
    }),
    messageId: `<${voidId}@makewhole.invalid>`,
    thread: null,
  };
}
