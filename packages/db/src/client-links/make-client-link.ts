// Makes a link by which a client sees their refund. Only the token's hash is stored: whoever reads the database, or a
// backup of it, can open none.
import { createHash, randomBytes } from 'node:crypto';
import { and, eq, gt, isNull } from 'drizzle-orm';
import { CLIENT_LINKS_MAX, CLIENT_LINK_DAYS, CLIENT_TOKEN_BYTES } from '@makewhole/domain/client-links';
import type { ClientLinkId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { appendEvent, type Actor } from '../events/append-refund-event.ts';
import { lockRefund, type RefundKey } from '../lock-refund.ts';
import { newId } from '../new-id.ts';
import { clientLinks } from '../schema/client-links.ts';
import { firms } from '../schema/firms.ts';

export type LinkMade =
  | {
      readonly kind: 'made';
      readonly id: ClientLinkId;
      /** Shown once, to whoever made it. */
      readonly token: string;
      readonly expiresAt: Date;
    }
  | { readonly kind: 'off' | 'too_many' };

type MadeBy = { readonly actor: Actor; readonly at: Date };

/** Makes a link of an existing refund, unless the firm gives none. */
export function makeClientLink(db: Db, refund: RefundKey, by: MadeBy): Promise<LinkMade> {
  return keepClientLink(db, refund, createClientToken(), by);
}

export function createClientToken(): string {
  return randomBytes(CLIENT_TOKEN_BYTES).toString('base64url');
}

/** Makes the link of a token. */
export function keepClientLink(
  db: Db,
  refund: RefundKey,
  token: string,
  { actor, at }: MadeBy,
): Promise<LinkMade> {
  const { firmId, refundId } = refund;
  return db.transaction(async (tx) => {
    const [firm] = await tx.select({ isOn: firms.clientLinks }).from(firms).where(eq(firms.id, firmId));
    if (firm?.isOn !== true) return { kind: 'off' };
    await lockRefund(tx, refund);
    const working = await tx.$count(clientLinks, and(ofRefund(refund), works(at)));
    if (working >= CLIENT_LINKS_MAX) return { kind: 'too_many' };
    const id = newId<ClientLinkId>('clk');
    const expiresAt = new Date(at.getTime() + CLIENT_LINK_DAYS * DAY_MS);
    const madeBy = actor === 'makewhole' ? null : actor;
    await tx.insert(clientLinks).values({
      ...{ id, firmId, refundId, madeBy, madeAt: at, expiresAt },
      tokenHash: hashOfToken(token),
    });
    const data = { linkId: id, expiresAt: expiresAt.toISOString() };
    await appendEvent(tx, refund, { type: 'client_link.made', actor, at, data });
    return { kind: 'made', id, token, expiresAt };
  });
}

const DAY_MS = 24 * 3_600_000;

export function hashOfToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

export function ofRefund({ firmId, refundId }: RefundKey) {
  return and(eq(clientLinks.firmId, firmId), eq(clientLinks.refundId, refundId));
}

/** The condition that a link opens something. */
export function works(now: Date) {
  return and(isNull(clientLinks.revokedAt), gt(clientLinks.expiresAt, now));
}
