import {
  listClientLinks,
  revokeClientLink,
  type ClientLinkView,
} from '@makewhole/db/client-links/client-links';
import { makeClientLink } from '@makewhole/db/client-links/make-client-link';
import { openClientLink } from '@makewhole/db/client-links/open-client-link';
import { findRefund } from '@makewhole/db/refunds/refund-view';
import { takeAttempt } from '@makewhole/db/users/attempt-limits';
import { CLIENT_LINKS_MAX } from '@makewhole/domain/client-links';
import { partyOf } from '@makewhole/domain/client-address';
import { asId, type ClientLinkId, type RefundId } from '@makewhole/domain/ids';
import { isStorableText } from '@makewhole/domain/storable-text';
import { tooMany } from '../auth/attempt-limits.ts';
import type { App, Caller, Services } from '../context.ts';
import { clientAddressOf } from '../http/client-address.ts';
import { REFUND_NOT_FOUND, problem, type Refusal } from '../http/problems.ts';
import {
  listClientLinksRoute,
  makeClientLinkRoute,
  openClientLinkRoute,
  revokeClientLinkRoute,
  type ClientLinkBody,
} from './routes.ts';

const LINK_NOT_FOUND: Refusal = {
  code: 'client_link_not_found',
  detail: 'This link does not work, or no longer does. Ask the firm for a new one.',
};
const LINKS_OFF: Refusal = {
  code: 'client_links_off',
  detail: 'Your firm gives its clients no links to their refunds. An owner can turn them on in the settings.',
};
const TOO_MANY_LINKS: Refusal = {
  code: 'too_many_client_links',
  detail: `At most ${CLIENT_LINKS_MAX} links of a refund work at a time. Revoke one first.`,
};

/** More than a person opens, and far too few to guess: a token has 256 bits. */
const OPENED_BY_ADDRESS = { max: 120, windowSeconds: 3_600 };

export function addClientLinkHandlers(app: App, services: Services): void {
  const { db, links } = services;

  app.openapi(makeClientLinkRoute, async (c) => {
    const caller = c.get('caller');
    const refund = await refundOf(services, caller, c.req.valid('param').id);
    if (refund === null) return problem(c, REFUND_NOT_FOUND);
    const at = new Date();
    const made = await makeClientLink(db, refund, { actor: caller.principalId, at });
    if (made.kind !== 'made') return problem(c, made.kind === 'off' ? LINKS_OFF : TOO_MANY_LINKS);
    const { id, token, expiresAt } = made;
    const link = linkBody({ id, madeAt: at, madeBy: caller.name, expiresAt, revokedAt: null }, at);
    return c.json({ ...link, url: `${links.portalUrl}/r/${token}` }, 201);
  });

  app.openapi(listClientLinksRoute, async (c) => {
    const refund = await refundOf(services, c.get('caller'), c.req.valid('param').id);
    if (refund === null) return problem(c, REFUND_NOT_FOUND);
    const now = new Date();
    const data = (await listClientLinks(db, refund)).map((link) => linkBody(link, now));
    return c.json({ data }, 200);
  });

  app.openapi(revokeClientLinkRoute, async (c) => {
    const { firmId, principalId: actor } = c.get('caller');
    const { id } = c.req.valid('param');
    if (!isStorableText(id)) return problem(c, LINK_NOT_FOUND);
    const at = new Date();
    const revoked = await revokeClientLink(db, { firmId, id: asId<ClientLinkId>(id) }, { actor, at });
    return revoked === null ? problem(c, LINK_NOT_FOUND) : c.json(linkBody(revoked, at), 200);
  });

  app.openapi(openClientLinkRoute, async (c) => {
    const now = new Date();
    const party = partyOf(clientAddressOf(c, services));
    const asked = await takeAttempt(db, `client-links-from:${party}`, OPENED_BY_ADDRESS, now);
    if (asked.kind === 'too_many') return problem(c, tooMany(asked.until, now));
    const found = await openClientLink(db, c.req.valid('json').token, now);
    if (found === null) return problem(c, LINK_NOT_FOUND);
    const { firm, expected, ...shown } = found;
    return c.json(
      { ...shown, expected: { ...expected }, firm: { ...firm, letterhead: { ...firm.letterhead } } },
      200,
    );
  });
}

async function refundOf({ db }: Services, { firmId }: Caller, id: string) {
  if (!isStorableText(id)) return null;
  const key = { firmId, refundId: asId<RefundId>(id) };
  return (await findRefund(db, key)) === null ? null : key;
}

function linkBody({ id, madeAt, madeBy, expiresAt, revokedAt }: ClientLinkView, now: Date): ClientLinkBody {
  return {
    ...{ id, madeBy },
    madeAt: madeAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    revokedAt: revokedAt?.toISOString() ?? null,
    works: revokedAt === null && expiresAt > now,
  };
}
