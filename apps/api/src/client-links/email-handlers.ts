import { readClientEmail, type ClientEmailRead } from '@makewhole/db/client-links/client-email-facts';
import { emailClient, type ClientEmailed } from '@makewhole/db/client-links/email-client';
import { clientRefundEmail } from '@makewhole/domain/client-emails';
import { CLIENT_TOKEN_LENGTH } from '@makewhole/domain/client-links';
import { asId, type RefundId } from '@makewhole/domain/ids';
import { isStorableText } from '@makewhole/domain/storable-text';
import type { App, Services } from '../context.ts';
import { REFUND_NOT_FOUND, problem, type Refusal } from '../http/problems.ts';
import { emailClientRoute, getClientEmailRoute } from './routes.ts';

const REFUSALS: Readonly<Record<Exclude<ClientEmailed['kind'], 'on'>, Refusal>> = {
  off: {
    code: 'client_emails_off',
    detail: 'Your firm does not email its clients. An owner can turn it on in the settings.',
  },
  no_address: {
    code: 'client_address_mismatch',
    detail: 'The payment processor has another address of the payer, or none. Reload the page.',
  },
  ended: { code: 'not_owed', detail: 'This refund has ended without paying the client.' },
};

export function addClientEmailHandlers(app: App, services: Services): void {
  const { db } = services;

  app.openapi(getClientEmailRoute, async (c) => {
    const { firmId } = c.get('caller');
    const { id } = c.req.valid('param');
    const read = isStorableText(id) ? await readClientEmail(db, keyOf(firmId, id)) : null;
    return read === null ? problem(c, REFUND_NOT_FOUND) : c.json(bodyOf(read, services), 200);
  });

  app.openapi(emailClientRoute, async (c) => {
    const { firmId, principalId: actor } = c.get('caller');
    const { id } = c.req.valid('param');
    const { address: email } = c.req.valid('json');
    const key = keyOf(firmId, id);
    if (!isStorableText(id) || (await readClientEmail(db, key)) === null) return problem(c, REFUND_NOT_FOUND);
    const { kind } = await emailClient(db, key, { email, actor, at: new Date() });
    if (kind !== 'on') return problem(c, REFUSALS[kind]);
    const read = await readClientEmail(db, key);
    return read === null ? problem(c, REFUND_NOT_FOUND) : c.json(bodyOf(read, services), 200);
  });
}

function keyOf<Firm>(firmId: Firm, id: string) {
  return { firmId, refundId: asId<RefundId>(id) };
}

function bodyOf({ facts, payerEmail, clientEmail, emails, links }: ClientEmailRead, services: Services) {
  // The token of the link is made when the email is sent, and nobody else sees it.
  const link = links ? `${services.links.portalUrl}/r/${'•'.repeat(CLIENT_TOKEN_LENGTH)}` : null;
  const { subject, text } = clientRefundEmail('client_refund_requested', { ...facts, link });
  return {
    allowed: emails,
    address: clientEmail ?? payerEmail,
    isOn: clientEmail !== null,
    preview: { subject, text },
  };
}
