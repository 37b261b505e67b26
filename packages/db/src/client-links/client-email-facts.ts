// What an email to the client says, read where it is needed: for the preview before a person chooses it, and for each
// email that is sent (B13).
import { and, eq } from 'drizzle-orm';
import type { ClientEmailFacts } from '@makewhole/domain/client-emails';
import type { Db } from '../connect.ts';
import type { RefundKey } from '../lock-refund.ts';
import { firms } from '../schema/firms.ts';
import { payments } from '../schema/payments.ts';
import { refunds } from '../schema/refunds.ts';

export type ClientEmailRead = {
  readonly facts: Omit<ClientEmailFacts, 'link'>;
  /** As the processor has it; null if it has none. */
  readonly payerEmail: string | null;
  /** The address that a person chose; null while nobody has. */
  readonly clientEmail: string | null;
  /** Whether the firm emails its clients, and whether it gives them links. */
  readonly emails: boolean;
  readonly links: boolean;
};

/** Null if the firm has no such refund. */
export async function readClientEmail(
  db: Db,
  { firmId, refundId }: RefundKey,
): Promise<ClientEmailRead | null> {
  const [found] = await db
    .select({ refund: refunds, payment: payments, firm: firms })
    .from(refunds)
    .innerJoin(
      payments,
      and(eq(payments.firmId, refunds.firmId), eq(payments.transactionId, refunds.transactionId)),
    )
    .innerJoin(firms, eq(firms.id, refunds.firmId))
    .where(and(eq(refunds.firmId, firmId), eq(refunds.id, refundId)));
  if (found === undefined) return null;
  const { refund, payment, firm } = found;
  return {
    facts: {
      recipientName: payment.payerName,
      firmName: firm.name,
      letterhead: firm.letterhead,
      ...{ amount: refund.amount, currency: refund.currency, method: refund.method },
      last4: payment.last4,
      expected: { earliest: refund.expectedEarliest, latest: refund.expectedLatest },
      traceNumber: refund.traceNumber,
    },
    payerEmail: payment.payerEmail,
    clientEmail: refund.clientEmail,
    ...{ emails: firm.clientEmails, links: firm.clientLinks },
  };
}
