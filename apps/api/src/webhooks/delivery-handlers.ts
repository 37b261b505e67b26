import { isStorableText } from '@makewhole/domain/storable-text';
import { findDelivery, listDeliveries, replayDelivery } from '@makewhole/db/webhooks/deliveries';
import type { App, Services } from '../context.ts';
import { BAD_CURSOR, problem, type Refusal } from '../http/problems.ts';
import { deliveryBody } from './delivery-body.ts';
import { getDeliveryRoute, listDeliveriesRoute, replayDeliveryRoute } from './routes.ts';

const DELIVERY_NOT_FOUND: Refusal = {
  code: 'webhook_delivery_not_found',
  detail: 'Your firm has no webhook delivery with this ID.',
};

export function addDeliveryHandlers(app: App, { db }: Services): void {
  app.openapi(listDeliveriesRoute, async (c) => {
    const { firmId } = c.get('caller');
    const { cursor, endpointId, ...query } = c.req.valid('query');
    if (![cursor ?? '', endpointId ?? ''].every(isStorableText)) return problem(c, BAD_CURSOR);
    const { data, nextCursor } = await listDeliveries(db, { firmId, cursor, endpointId, ...query });
    return c.json({ data: data.map(deliveryBody), nextCursor }, 200);
  });

  app.openapi(getDeliveryRoute, async (c) => {
    const { firmId } = c.get('caller');
    const found = await findDelivery(db, { firmId, deliveryId: c.req.valid('param').id });
    return found === null ? problem(c, DELIVERY_NOT_FOUND) : c.json(deliveryBody(found), 200);
  });

  app.openapi(replayDeliveryRoute, async (c) => {
    const { firmId } = c.get('caller');
    const replayed = await replayDelivery(db, { firmId, deliveryId: c.req.valid('param').id });
    return replayed === null ? problem(c, DELIVERY_NOT_FOUND) : c.json(deliveryBody(replayed), 202);
  });
}
