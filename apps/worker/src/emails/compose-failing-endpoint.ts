import type { EndpointView } from '@makewhole/db/webhooks/endpoints';
import { escapeHtml, inOneLine } from '@makewhole/domain/refund-email';
import type { Email } from './mailer.ts';

/** Tells an owner that one of the firm's webhook endpoints is failing, or was disabled because of it. */
export function composeFailingEndpoint(
  { id, url, failingSince, disabledAt, disabledBecause }: EndpointView,
  to: { readonly name: string; readonly email: string },
  portalUrl: string,
): Email {
  const since = failingSince === null ? '' : ` since ${failingSince.toISOString()}`;
  const what =
    disabledAt === null
      ? `Your webhook endpoint ${url} has taken nothing${since}. Each event is tried again for three days; after five days of nothing but failures the endpoint is turned off.`
      : disabledBecause === 'gone'
        ? `Your webhook endpoint ${url} said that it is gone (410). It was turned off.`
        : `Your webhook endpoint ${url} has taken nothing for five days. It was turned off.`;
  const words = [
    `${to.name},`,
    what,
    `Refunds are not touched by this. See what was not delivered, and send it again once the endpoint works: ${portalUrl}/settings/webhooks/${id}`,
  ].map(inOneLine);
  return {
    to: { name: to.name, address: to.email },
    subject:
      disabledAt === null ? `A webhook endpoint fails: ${url}` : `A webhook endpoint was turned off: ${url}`,
    text: words.join('\n\n'),
    html: words.map((paragraph) => `<p>${escapeHtml(paragraph)}</p>`).join(''),
    messageId: `<${id}-${(disabledAt ?? failingSince)?.getTime() ?? 0}-${disabledAt === null ? 'fails' : 'off'}@makewhole.invalid>`,
  };
}
