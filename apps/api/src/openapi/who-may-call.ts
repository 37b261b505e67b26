// Who may call a route, as the document states it: the security schemes, and the scopes of API keys.
import { SCOPES, scopesMay } from '@makewhole/domain/roles';
import type { DocumentedRoute } from './documented-route.ts';
import type { JsonObject } from './json-schema.ts';

export const SECURITY_SCHEMES = {
  apiKey: {
    type: 'http',
    scheme: 'bearer',
    description:
      'A key of the firm, `mk_...`. `x-api-key-scopes` has the scopes that allow an operation; any one of them is enough.',
  },
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: 'makewhole.session_token',
    description:
      "A person's session, from signing in to the portal. It changes something only if the request comes from the portal's origin.",
  },
} as const;

/** An operation that no key can ever call does not list keys. */
export function whoMayCall({ 'x-access': access, handling }: DocumentedRoute): JsonObject {
  if (access === 'public') return { security: [] };
  if (handling.peopleOnly) return { security: [{ session: [] }] };
  if (access === 'signed_in') return { security: [{ apiKey: [] }, { session: [] }] };
  const scopes = SCOPES.filter((scope) => scopesMay([scope], access));
  if (scopes.length === 0) return { security: [{ session: [] }] };
  return { security: [{ apiKey: [] }, { session: [] }], 'x-api-key-scopes': scopes };
}
