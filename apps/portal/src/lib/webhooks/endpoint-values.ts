// What a person typed into a webhook endpoint's form.
import { WEBHOOK_EVENTS, type WebhookEvent } from '@makewhole/domain/webhooks';
import { textOf } from '#lib/forms/text-of.ts';

export type EndpointValues = {
  readonly url: string;
  readonly description: string;
  /** Every event, including types added later. */
  readonly eventTypes: readonly WebhookEvent[];
};
export type EndpointErrors = Partial<Record<keyof EndpointValues, string>>;

export const NEW_ENDPOINT: EndpointValues = { url: '', description: '', eventTypes: WEBHOOK_EVENTS };

export function readEndpoint(form: FormData): EndpointValues {
  return {
    url: textOf(form, 'url'),
    description: textOf(form, 'description'),
    eventTypes: WEBHOOK_EVENTS.filter((type) => form.getAll('eventTypes').includes(type)),
  };
}

export function findEndpointFaults({ url, description, eventTypes }: EndpointValues): EndpointErrors {
  return {
    ...(url === '' && { url: 'Give the address that the messages go to.' }),
    ...(description === '' && { description: 'Say which program it is.' }),
    ...(eventTypes.length === 0 && { eventTypes: 'Choose at least one event.' }),
  };
}

/** The body of the API request. */
export function wishesOf({ url, description, eventTypes }: EndpointValues) {
  const isEverything = eventTypes.length === WEBHOOK_EVENTS.length;
  return { url, description, eventTypes: isEverything ? null : [...eventTypes] };
}
