import type { ApiKeyView } from '@makewhole/db/api-keys/api-key-view';
import { API_KEYS_MAX, issueApiKey, type KeyHolder } from '@makewhole/db/api-keys/issue-api-key';
import { listApiKeys } from '@makewhole/db/api-keys/list-api-keys';
import { revokeApiKey } from '@makewhole/db/api-keys/revoke-api-key';
import { changedBy } from '../auth/audit-actor.ts';
import { STEP_UP_REQUIRED, lacksStepUp } from '../auth/step-up.ts';
import type { App, Services } from '../context.ts';
import { problem, type Refusal } from '../http/problems.ts';
import { listApiKeysRoute, createApiKeyRoute, revokeApiKeyRoute } from './routes.ts';
import type { ApiKeyBody, NewApiKeyBody } from './schemas.ts';

const NOT_FOUND: Refusal = {
  code: 'api_key_not_found',
  detail: 'Your firm has no API key with this ID. Check that the ID is complete.',
};
const TOO_MANY: Refusal = {
  code: 'too_many_api_keys',
  detail: `A firm can have at most ${API_KEYS_MAX} active API keys. Revoke one that is no longer used.`,
};

export function addApiKeyHandlers(app: App, { db }: Services): void {
  app.openapi(listApiKeysRoute, async (c) => {
    const { firmId } = c.get('caller');
    const keys = await listApiKeys(db, { firmId });
    return c.json({ data: keys.map(apiKeyBody) }, 200);
  });

  app.openapi(createApiKeyRoute, async (c) => {
    if (lacksStepUp(c.get('caller'))) return problem(c, STEP_UP_REQUIRED);
    const { scopes, ...named } = c.req.valid('json');
    const issued = await issueApiKey(db, changedBy(c), { holder: holderOf(named), scopes });
    switch (issued.outcome) {
      case 'issued':
        return c.json({ ...apiKeyBody(issued.view), key: issued.key }, 201);
      case 'too_many':
        return problem(c, TOO_MANY);
      case 'no_such_key':
        return problem(c, NOT_FOUND);
    }
  });

  app.openapi(revokeApiKeyRoute, async (c) => {
    const revoked = await revokeApiKey(db, changedBy(c), c.req.valid('param').id);
    return revoked === null ? problem(c, NOT_FOUND) : c.json(apiKeyBody(revoked), 200);
  });
}

function holderOf({ name, replaces }: Pick<NewApiKeyBody, 'name' | 'replaces'>): KeyHolder {
  if (replaces !== undefined) return { replaces };
  if (name !== undefined) return { name };
  throw new Error('The schema accepts exactly one of the two');
}

function apiKeyBody(key: ApiKeyView): ApiKeyBody {
  return {
    ...key,
    scopes: [...key.scopes],
    createdAt: key.createdAt.toISOString(),
    lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
    revokedAt: key.revokedAt?.toISOString() ?? null,
  };
}
