// What a link shows: as little as a client needs. Wrong, expired, revoked and turned off are one answer.
import { timingSafeEqual } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import { clientStatusOf, type ClientStatus, type ClientTimes } from '@makewhole/domain/client-links';
import type { Letterhead } from '@makewhole/domain/letterhead';
import type { Currency, Money } from '@makewhole/domain/money';
import type { PaymentMethod } from '@makewhole/domain/payments';
import type { Db } from '../connect.ts';
import { clientLinks } from '../schema/client-links.ts';
import { firms } from '../schema/firms.ts';
import { payments } from '../schema/payments.ts';
import { refunds } from '../schema/refunds.ts';
import { hashOfToken, works } from './make-client-link.ts';

export type ClientRefund = ClientTimes & {
  readonly firm: { readonly name: string; readonly timeZone: string; readonly letterhead: Letterhead };
  readonly status: ClientStatus;
  readonly amount: Money;
  readonly currency: Currency;
  readonly method: PaymentMethod;
  readonly last4: string;
  readonly traceNumber: string | null;
};

export async function openClientLink(db: Db, token: string, now: Date): Promise<ClientRefund | null> {
  const hash = hashOfToken(token);
  const [found] = await db
    .select({ link: clientLinks, refund: refunds, last4: payments.last4, firm: firms })
    .from(clientLinks)
    .innerJoin(refunds, and(eq(refunds.firmId, clientLinks.firmId), eq(refunds.id, clientLinks.refundId)))
    .innerJoin(
      payments,
      and(eq(payments.firmId, refunds.firmId), eq(payments.transactionId, refunds.transactionId)),
    )
    .innerJoin(firms, eq(firms.id, clientLinks.firmId))
    .where(and(eq(clientLinks.tokenHash, hash), works(now), eq(firms.clientLinks, true)));
  if (found === undefined) return null;
  const { link, refund, last4, firm } = found;
  if (!timingSafeEqual(Buffer.from(link.tokenHash), Buffer.from(hash))) return null;
  const { name, timeZone, letterhead } = firm;
  const { amount, currency, method, traceNumber } = refund;
  return {
    firm: { name, timeZone, letterhead },
    status: clientStatusOf(refund.status),
    ...{ amount, currency, method, last4, traceNumber },
    requestedAt: refund.requestedAt.toISOString(),
    acceptedAt: refund.acceptedAt?.toISOString() ?? null,
    settledAt: refund.settledAt?.toISOString() ?? null,
    expected: { earliest: refund.expectedEarliest, latest: refund.expectedLatest },
  };
}
