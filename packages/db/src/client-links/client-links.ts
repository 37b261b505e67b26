import { and, desc, eq, isNull } from 'drizzle-orm';
import type { ClientLinkId, FirmId, PrincipalId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { appendEvent } from '../events/append-refund-event.ts';
import { lockRefund, type RefundKey } from '../lock-refund.ts';
import { clientLinks } from '../schema/client-links.ts';
import { principals } from '../schema/firms.ts';
import { ofRefund } from './make-client-link.ts';

export type ClientLinkView = {
  readonly id: ClientLinkId;
  readonly madeAt: Date;
  /** Null if Makewhole made it, for an email. */
  readonly madeBy: string | null;
  readonly expiresAt: Date;
  readonly revokedAt: Date | null;
};

const LISTED_MAX = 100;

/** The links of a refund, newest first. */
export function listClientLinks(db: Db, refund: RefundKey): Promise<ClientLinkView[]> {
  const { id, madeAt, expiresAt, revokedAt } = clientLinks;
  return db
    .select({ id, madeAt, madeBy: principals.name, expiresAt, revokedAt })
    .from(clientLinks)
    .leftJoin(principals, eq(principals.id, clientLinks.madeBy))
    .where(ofRefund(refund))
    .orderBy(desc(madeAt), desc(id))
    .limit(LISTED_MAX);
}

/** Makes a link open nothing any more. False if the refund has no such link; again, it changes nothing. */
export function revokeClientLink(
  db: Db,
  { firmId, id }: { readonly firmId: FirmId; readonly id: ClientLinkId },
  { actor, at }: { readonly actor: PrincipalId; readonly at: Date },
): Promise<ClientLinkView | null> {
  return db.transaction(async (tx) => {
    const isIt = and(eq(clientLinks.firmId, firmId), eq(clientLinks.id, id));
    const [known] = await tx.select({ refundId: clientLinks.refundId }).from(clientLinks).where(isIt);
    if (known?.refundId == null) return null;
    const refund = { firmId, refundId: known.refundId };
    await lockRefund(tx, refund);
    const revoked = await tx
      .update(clientLinks)
      .set({ revokedAt: at, revokedBy: actor })
      .where(and(isIt, isNull(clientLinks.revokedAt)))
      .returning({ id: clientLinks.id });
    if (revoked.length > 0) {
      await appendEvent(tx, refund, { type: 'client_link.revoked', actor, at, data: { linkId: id } });
    }
    return (await listClientLinks(tx, refund)).find((link) => link.id === id) ?? null;
  });
}
