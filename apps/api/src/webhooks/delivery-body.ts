import type { DeliveryView } from '@makewhole/db/webhooks/deliveries';
import type { DeliveryBody } from './schemas.ts';

export function deliveryBody(view: DeliveryView): DeliveryBody {
  const { id, endpointId, eventId, payload, status, attempts } = view;
  const { lastStatus, lastError, lastDurationMs, lastAttemptAt, deliveredAt, createdAt } = view;
  return {
    ...{ id, endpointId, eventId, payload, status, attempts, lastStatus, lastError, lastDurationMs },
    type: payload.type,
    lastAttemptAt: lastAttemptAt?.toISOString() ?? null,
    deliveredAt: deliveredAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
  };
}
