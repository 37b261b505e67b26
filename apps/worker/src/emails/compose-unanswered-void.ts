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
      subject: `Not confirmed yet: void of ${transactionId}`,
      recipientName: to.name,
      blocks: [
        {
          kind: 'words',
          text: `You requested a void of authorization ${transactionId}. The payment processor hasn't confirmed it in an hour. We'll keep checking until it answers. If it's urgent, contact the processor.`,
        },
        {
          kind: 'link',
          label: 'View authorization',
          href: `${portalUrl}/payments/${encodeURIComponent(transactionId)}`,
        },
      ],
    }),
    messageId: `<${voidId}@makewhole.invalid>`,
    thread: null,
  };
}
