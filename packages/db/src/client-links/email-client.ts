// A person chooses that the client is emailed about a refund, at the address that the processor has of the payer and that
// the person was shown: it is never guessed, and never another one.
import { and, eq } from 'drizzle-orm';
import { clientEmailOf } from '@makewhole/domain/client-emails';
import { UNPAID_ENDS } from '@makewhole/domain/refund-states';
import type { PrincipalId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { appendEvent } from '../events/append-refund-event.ts';
import { lockRefund, type RefundKey } from '../lock-refund.ts';
import { recordClientEmail } from '../notifications/record-client-email.ts';
import { firms } from '../schema/firms.ts';
import { payments } from '../schema/payments.ts';
import { refunds } from '../schema/refunds.ts';

/** off: the firm emails no clients; no_address: the processor has none, or another one; ended: it paid nobody. */
export type ClientEmailed = { readonly kind: 'on' | 'off' | 'no_address' | 'ended' };

/** Repeating it changes nothing. @param email the address that the person was shown */
export function emailClient(
  db: Db,
  refund: RefundKey,
  { email, actor, at }: { readonly email: string; readonly actor: PrincipalId; readonly at: Date },
): Promise<ClientEmailed> {
  const { firmId, refundId } = refund;
  return db.transaction(async (tx) => {
    const [firm] = await tx.select({ isOn: firms.clientEmails }).from(firms).where(eq(firms.id, firmId));
    if (firm?.isOn !== true) return { kind: 'off' };
    const row = await lockRefund(tx, refund);
    if (row.clientEmail !== null) return { kind: 'on' };
    const [payment] = await tx
      .select({ email: payments.payerEmail })
      .from(payments)
      .where(and(eq(payments.firmId, firmId), eq(payments.transactionId, row.transactionId)));
    if (payment?.email == null || payment.email !== email) return { kind: 'no_address' };
    const ended: readonly string[] = UNPAID_ENDS;
    if (ended.includes(row.status)) return { kind: 'ended' };
    await tx
      .update(refunds)
      .set({ clientEmail: email })
      .where(and(eq(refunds.firmId, firmId), eq(refunds.id, refundId)));
    await appendEvent(tx, refund, { type: 'client_email.turned_on', actor, at, data: {} });
    const event = clientEmailOf(row.status, row.acceptedAt !== null);
    if (event !== null) await recordClientEmail(tx, { ...row, clientEmail: email }, event, at);
    return { kind: 'on' };
  });
}
