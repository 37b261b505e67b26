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
      ? `Your webhook endpoint ${url} has failed${since}. We retry each event for three days. After five days of failures, we'll turn the endpoint off.`
      : disabledBecause === 'gone'
        ? `Your webhook endpoint ${url} returned 410 Gone, so we turned it off.`
        : `Your webhook endpoint ${url} failed for five days, so we turned it off.`;
  const title = disabledAt === null ? 'Webhook endpoint failing' : 'Webhook endpoint turned off';
  return {
    to: { name: to.name, address: to.email },
    ...layOutEmail({
      subject: `${title}: ${url}`,
      recipientName: to.name,
      blocks: [
        { kind: 'words', text: what },
        {
          kind: 'words',
          text: "Refunds aren't affected. Once the endpoint works, you can redeliver the events it missed.",
        },
        { kind: 'link', label: 'View deliveries', href: `${portalUrl}/settings/webhooks/${id}` },
      ],
    }),
    messageId: `<${id}-${(disabledAt ?? failingSince)?.getTime() ?? 0}-${disabledAt === null ? 'fails' : 'off'}@makewhole.invalid>`,
    thread: `webhook.${id}`,
  };
}
