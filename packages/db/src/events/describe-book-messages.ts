// The content of the messages to a firm's own system: its own IDs of the matter, the client and the invoice, and no
// word that a person wrote (ADR 56).
import { and, eq, inArray } from 'drizzle-orm';
import { dateIn } from '@makewhole/domain/bank-calendar';
import { entryOf, type BookMessage } from '@makewhole/domain/book-messages';
import type { AllocationId, FirmId, RefundId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { firms } from '../schema/firms.ts';
import { clients, invoices, matters } from '../schema/matters.ts';
import { allocations } from '../schema/payments.ts';
import { refundLegs, refunds } from '../schema/refunds.ts';

type OfRefund = { readonly firmId: FirmId; readonly refundId: RefundId; readonly at: Date };

/** Each message with its `data`, in the same order. */
export async function describeBookMessages(
  tx: Db,
  refund: OfRefund,
  messages: readonly BookMessage[],
): Promise<{ readonly message: BookMessage; readonly data: Readonly<Record<string, unknown>> }[]> {
  if (messages.length === 0) return [];
  const of = await findRefund(tx, refund);
  const ids = messages.flatMap((message) => ('allocationId' in message ? [message.allocationId] : []));
  const invoiceOf = await findInvoices(tx, refund.firmId, ids);
  return messages.map((message) => {
    const { type: _type, amount, date = dateIn(refund.at.toISOString(), of.timeZone), ...facts } = message;
    const entry = `${refund.refundId}_${entryOf(message)}`;
    const said = { entry, amount, currency: of.currency, date };
    if ('allocationId' in facts) {
      const { allocationId, ...rest } = facts;
      const invoice = invoiceOf.get(allocationId);
      if (invoice === undefined) throw new Error(`Allocation ${allocationId} pays no invoice`);
      return { message, data: { ...said, ...invoice, allocation: { id: allocationId }, ...rest } };
    }
    const { matter, client, trustAccountId } = of;
    return { message, data: { ...said, matter, client, trustAccountId, ...facts } };
  });
}

/** Whose trust money a refund pays back, and from where. */
async function findRefund(tx: Db, { firmId, refundId }: OfRefund) {
  const [row] = await tx
    .select({
      ...{ currency: refunds.currency, timeZone: firms.timeZone, trustAccountId: refundLegs.bankAccountId },
      ...{ matterId: matters.externalId, clientId: clients.externalId },
    })
    .from(refunds)
    .innerJoin(firms, eq(firms.id, refunds.firmId))
    .leftJoin(matters, and(eq(matters.firmId, refunds.firmId), eq(matters.id, refunds.matterId)))
    .leftJoin(clients, and(eq(clients.firmId, matters.firmId), eq(clients.id, matters.clientId)))
    .leftJoin(
      refundLegs,
      and(
        eq(refundLegs.firmId, refunds.firmId),
        eq(refundLegs.refundId, refunds.id),
        eq(refundLegs.account, 'trust'),
      ),
    )
    .where(and(eq(refunds.firmId, firmId), eq(refunds.id, refundId)));
  if (row === undefined) throw new Error(`There is no refund ${refundId} in firm ${firmId}`);
  const { matterId, clientId, ...rest } = row;
  return { ...rest, ...partiesOf(matterId, clientId) };
}

async function findInvoices(tx: Db, firmId: FirmId, ids: readonly AllocationId[]) {
  const rows = await tx
    .select({
      allocationId: allocations.id,
      ...{ invoiceId: invoices.externalId, matterId: matters.externalId, clientId: clients.externalId },
    })
    .from(allocations)
    .innerJoin(invoices, and(eq(invoices.firmId, allocations.firmId), eq(invoices.id, allocations.invoiceId)))
    .innerJoin(matters, and(eq(matters.firmId, invoices.firmId), eq(matters.id, invoices.matterId)))
    .innerJoin(clients, and(eq(clients.firmId, matters.firmId), eq(clients.id, matters.clientId)))
    .where(and(eq(allocations.firmId, firmId), inArray(allocations.id, [...ids])));
  return new Map(
    rows.map(({ allocationId, invoiceId, matterId, clientId }) => [
      allocationId,
      { ...partiesOf(matterId, clientId), invoice: { externalId: invoiceId } },
    ]),
  );
}

/** The firm's own IDs; null where it has none. */
function partiesOf(matterId: string | null, clientId: string | null) {
  return {
    matter: matterId === null ? null : { externalId: matterId },
    client: clientId === null ? null : { externalId: clientId },
  };
}
