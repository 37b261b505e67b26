import type { Context } from 'hono';
import {
  addEndpoint,
  changeEndpoint,
  findEndpoint,
  listEndpoints,
  pingEndpoint,
  rotateSecret,
  type EndpointView,
} from '@makewhole/db/webhooks/endpoints';
import { findDelivery } from '@makewhole/db/webhooks/deliveries';
import { WEBHOOK_ENDPOINTS_MAX } from '@makewhole/domain/webhooks';
import { webhookSecret } from '@makewhole/runtime/webhook-secret';
import { findTargetFault } from '@makewhole/runtime/webhook-target';
import { changedBy } from '../auth/audit-actor.ts';
import type { ApiEnv, App, Services } from '../context.ts';
import { problem, type Refusal } from '../http/problems.ts';
import { deliveryBody } from './delivery-body.ts';
import {
  addEndpointRoute,
  changeEndpointRoute,
  getEndpointRoute,
  listEndpointsRoute,
  rotateSecretRoute,
  testEndpointRoute,
} from './routes.ts';
import type { EndpointBody } from './schemas.ts';

const ENDPOINT_NOT_FOUND: Refusal = {
  code: 'webhook_endpoint_not_found',
  detail: 'Your firm has no webhook endpoint with this ID.',
};
const NOT_SET_UP: Refusal = {
  code: 'webhooks_not_set_up',
  detail:
    'The operator of this installation has to set WEBHOOK_SIGNING_KEY first, for the API and the worker.',
};

export function addEndpointHandlers(app: App, services: Services): void {
  const { db, webhooks } = services;
  const keyOf = (c: Context<ApiEnv>, endpointId: string) => ({ firmId: c.get('caller').firmId, endpointId });

  app.openapi(listEndpointsRoute, async (c) => {
    const data = await listEndpoints(db, c.get('caller').firmId);
    return c.json({ data: data.map(endpointBody) }, 200);
  });

  app.openapi(addEndpointRoute, async (c) => {
    if (webhooks.signingKey === null) return problem(c, NOT_SET_UP);
    const endpointFields = c.req.valid('json');
    const refusal = refuseTarget(services, endpointFields.url);
    if (refusal !== null) return problem(c, refusal);
    const added = await addEndpoint(db, changedBy(c), {
      ...endpointFields,
      url: new URL(endpointFields.url).href,
    });
    if (added === null) {
      const detail = `A firm can have at most ${WEBHOOK_ENDPOINTS_MAX} webhook endpoints. Change one that is no longer used.`;
      return problem(c, { code: 'too_many_webhook_endpoints', detail });
    }
    return c.json({ ...endpointBody(added), secret: secretOf(added, webhooks.signingKey) }, 201);
  });

  app.openapi(getEndpointRoute, async (c) => {
    const found = await findEndpoint(db, keyOf(c, c.req.valid('param').id));
    return found === null ? problem(c, ENDPOINT_NOT_FOUND) : c.json(endpointBody(found), 200);
  });

  app.openapi(changeEndpointRoute, async (c) => {
    const { url, description, eventTypes, enabled } = c.req.valid('json');
    const refusal = url === undefined ? null : refuseTarget(services, url);
    if (refusal !== null) return problem(c, refusal);
    const changes = {
      ...(url !== undefined && { url: new URL(url).href }),
      ...(description !== undefined && { description }),
      ...(eventTypes !== undefined && { eventTypes }),
      ...(enabled !== undefined && { enabled }),
    };
    const changed = await changeEndpoint(db, changedBy(c), c.req.valid('param').id, changes);
    return changed === null ? problem(c, ENDPOINT_NOT_FOUND) : c.json(endpointBody(changed), 200);
  });

  app.openapi(rotateSecretRoute, async (c) => {
    if (webhooks.signingKey === null) return problem(c, NOT_SET_UP);
    const rotated = await rotateSecret(db, changedBy(c), c.req.valid('param').id);
    if (rotated === null) return problem(c, ENDPOINT_NOT_FOUND);
    return c.json({ ...endpointBody(rotated), secret: secretOf(rotated, webhooks.signingKey) }, 200);
  });

  app.openapi(testEndpointRoute, async (c) => {
    const key = keyOf(c, c.req.valid('param').id);
    if ((await findEndpoint(db, key)) === null) return problem(c, ENDPOINT_NOT_FOUND);
    const deliveryId = await pingEndpoint(db, key, new Date());
    const delivery = await findDelivery(db, { firmId: key.firmId, deliveryId });
    return delivery === null ? problem(c, ENDPOINT_NOT_FOUND) : c.json(deliveryBody(delivery), 202);
  });
}

function refuseTarget({ webhooks }: Services, url: string): Refusal | null {
  const fault = findTargetFault(url, webhooks);
  if (fault === null) return null;
  return {
    code: 'invalid_request',
    detail: `The url ${fault}.`,
    extensions: { faults: [{ field: 'url', message: fault }] },
  };
}

function secretOf({ id, secretVersion }: EndpointView, signingKey: string): string {
  return webhookSecret(signingKey, id, secretVersion);
}

function endpointBody(view: EndpointView): EndpointBody {
  const { id, url, description, eventTypes, disabledBecause } = view;
  const { disabledAt, failingSince, previousSecretUntil, createdAt } = view;
  return {
    ...{ id, url, description, eventTypes, disabledBecause },
    enabled: disabledAt === null,
    disabledAt: disabledAt?.toISOString() ?? null,
    failingSince: failingSince?.toISOString() ?? null,
    previousSecretUntil: previousSecretUntil?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
  };
}
