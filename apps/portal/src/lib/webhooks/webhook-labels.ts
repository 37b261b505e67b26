// The labels of webhooks.
import Ban from '@lucide/svelte/icons/ban';
import CircleCheck from '@lucide/svelte/icons/circle-check';
import CircleX from '@lucide/svelte/icons/circle-x';
import Clock from '@lucide/svelte/icons/clock';
import type { DeliveryStatus } from '@makewhole/domain/webhooks';
import type { WebhookEndpoint } from '#lib/api-types.ts';
import type { Tone } from '#lib/ui/tone.ts';

type Words = { readonly label: string; readonly tone: Tone; readonly icon: typeof Clock };

export const DELIVERY_LABELS: Record<DeliveryStatus, Words> = {
  pending: { label: 'On its way', tone: 'info', icon: Clock },
  delivered: { label: 'Delivered', tone: 'positive', icon: CircleCheck },
  failed: { label: 'Failed', tone: 'danger', icon: CircleX },
  dropped: { label: 'Dropped', tone: 'neutral', icon: Ban },
};

/** An endpoint's status, in a word. */
export function endpointLabel({ enabled, failingSince }: WebhookEndpoint): Words {
  if (!enabled) return { label: 'Turned off', tone: 'neutral', icon: Ban };
  if (failingSince !== null) return { label: 'Failing', tone: 'danger', icon: CircleX };
  return { label: 'Working', tone: 'positive', icon: CircleCheck };
}

/** Why an endpoint is disabled. */
export const DISABLED_LABELS: Record<NonNullable<WebhookEndpoint['disabledBecause']>, string> = {
  person: 'Somebody of your firm turned it off.',
  failing: 'It took nothing for five days, and was turned off.',
  gone: 'It said that it is gone (410), and was turned off.',
};

/** "Every event", or which ones. */
export function describeEvents({ eventTypes }: Pick<WebhookEndpoint, 'eventTypes'>): string {
  return eventTypes === null ? 'Every event' : eventTypes.join(', ');
}
