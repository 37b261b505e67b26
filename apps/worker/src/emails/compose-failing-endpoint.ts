import type { EndpointView } from '@makewhole/db/webhooks/endpoints';
import { layOutEmail } from '@makewhole/domain/email-layout';
import { formatTime } from '@makewhole/domain/format-day';
import type { Email } from './mailer.ts';

/** Tells an owner that one of the firm's webhook endpoints is failing, or was disabled because of it. */
export function composeFailingEndpoint(
  {
    id,
    url,
    failingSince,
    disabledAt,
    disabledBecause,
  }: Pick<EndpointView, 'id' | 'url' | 'failingSince' | 'disabledAt' | 'disabledBecause'>,
  to: { readonly name: string; readonly email: string },
  { portalUrl, timeZone }: { readonly portalUrl: string; readonly timeZone: string },
): Email {
  const since = failingSince === null ? '' : ` since ${formatTime(failingSince, timeZone)}`;
  const what =
    disabledAt === null
      ? `Your webhook endpoint ${url} has taken nothing${since}. Each event is tried again for three days; after five days of nothing but failures the endpoint is turned off.`
      : disabledBecause === 'gone'
        ? `Your webhook endpoint ${url} said that it is gone (410). It was turned off.`
        : `Your webhook endpoint ${url} has taken nothing for five days. It was turned off.`;
  const title = disabledAt === null ? 'A webhook endpoint fails' : 'A webhook endpoint was turned off';
  return {
    to: { name: to.name, address: to.email },
    ...layOutEmail({
      subject: `${title}: ${url}`,
      recipientName: to.name,
      blocks: [
        { kind: 'words', text: what },
        {
          kind: 'words',
          text: 'Refunds are not touched by this. See what was not delivered, and send it again once the endpoint works.',
        },
        { kind: 'link', label: 'See the deliveries', href: `${portalUrl}/settings/webhooks/${id}` },
      ],
    }),
    messageId: `<${id}-${(disabledAt ?? failingSince)?.getTime() ?? 0}-${disabledAt === null ? 'fails' : 'off'}@makewhole.invalid>`,
    thread: `webhook.${id}`,
  };
}
