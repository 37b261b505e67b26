import type { z } from '@hono/zod-openapi';
import type { RefundOutlook } from '@makewhole/db/refunds/refund-outlook';
import type { RefundView } from '@makewhole/db/refunds/refund-view';
import type { TrustPosition } from '@makewhole/db/trust/trust-position';
import type { Links } from '../context.ts';
import { composeEmail } from './email-preview.ts';
import { postingBody } from './refund-body.ts';
import type { outlookSchema } from './request-schemas.ts';

export function outlookBody(
  { trust, toCome }: RefundOutlook,
  { reason }: Pick<RefundView, 'reason'>,
  links: Links,
): z.infer<typeof outlookSchema> {
  return {
    trust: trustPositionBody(trust),
    toCome: toCome && {
      postings: toCome.postings.map(postingBody),
      recipients: toCome.recipients.map(({ name, email }) => ({ name, email })),
      email: composeEmail(toCome, reason, links),
      expected: { earliest: toCome.expected.earliest, latest: toCome.expected.latest },
    },
  };
}

export function trustPositionBody(trust: TrustPosition | null) {
  if (trust === null) return null;
  const { bankAccountId, bankAccount, balance, held, heldForThis } = trust;
  return { bankAccountId, bankAccount, balance, held, heldForThis };
}
