// Who sent a request (R11): a program with an API key, or a person with a session. Browsers send session cookies by
// themselves, so a session changes nothing unless the request comes from the portal.
import { findApiKey, type ApiKeyBearer } from '@makewhole/db/api-keys/find-api-key';
import { findPrincipalByAuthUser } from '@makewhole/db/users/find-principal-by-auth-user';
import { recordApiKeyUse } from '@makewhole/db/api-keys/record-api-key-use';
import { roleMay, scopesMay } from '@makewhole/domain/roles';
import { BACKGROUND_HEADER, idleEndOf } from '@makewhole/domain/sign-in-limits';
import type { Caller, Services } from '../context.ts';
import type { Refusal } from '../http/problems.ts';
import { findLiveSession, keepAlive, lastActiveAt } from './live-session.ts';

type Identity =
  | { readonly kind: 'caller'; readonly caller: Caller }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

type Asking = {
  /** The only origin from which a session may make changes; null for none. Usually the portal. */
  readonly from?: string | null;
  /** False when an open request is checked again: it counted as activity when it arrived. */
  readonly isActivity?: boolean;
};

const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD']);
/** A busy key costs one write a minute, not one per request. */
const RECORDED_EVERY_MS = 60_000;
const BEARER = /^bearer +(\S+)$/i;

/**
 * Finds who sent a request. If it presents a key, only the key counts; a session beside it is ignored. A page's
 * background requests do not keep its session alive.
 */
export async function authenticate(
  services: Services,
  request: Request,
  { from = services.links.portalUrl, isActivity = true }: Asking = {},
): Promise<Identity> {
  const authorization = request.headers.get('authorization');
  if (authorization !== null) return identityOf(await callerOfKey(services, authorization));
  if (!request.headers.has('cookie')) return identityOf(null);
  const isFromThere = from !== null && request.headers.get('origin') === new URL(from).origin;
  if (!SAFE_METHODS.has(request.method) && !isFromThere) {
    const detail = `Sessions are accepted only from ${from ?? 'the portal'}. Programs must use an API key.`;
    return { kind: 'refused', refusal: { code: 'origin_not_allowed', detail } };
  }
  return identityOf(await callerOfSession(services, request, isActivity));
}

function identityOf(caller: Caller | null): Identity {
  if (caller !== null) return { kind: 'caller', caller };
  return {
    kind: 'refused',
    refusal: {
      code: 'unauthenticated',
      detail: 'Send `Authorization: Bearer <API key>`, or sign in to the portal.',
      headers: { 'www-authenticate': 'Bearer' },
    },
  };
}

async function callerOfKey(services: Services, authorization: string): Promise<Caller | null> {
  const presented = BEARER.exec(authorization)?.[1];
  const bearer = presented === undefined ? null : await findApiKey(services.db, { presented });
  if (bearer === null) return null;
  recordUse(services, bearer);
  const { principalId, firmId, name, scopes } = bearer;
  return {
    kind: 'api_client',
    principalId,
    firmId,
    name,
    email: null,
    role: null,
    scopes,
    may: (action) => scopesMay(scopes, action),
  };
}

/** Shows owners which keys are no longer used. No caller waits for it, and a failure refuses no request. */
function recordUse({ db, background }: Services, { keyId, lastUsedAt }: ApiKeyBearer): void {
  const now = new Date();
  const notedBefore = new Date(now.getTime() - RECORDED_EVERY_MS);
  if (lastUsedAt !== null && lastUsedAt >= notedBefore) return;
  background.run(`a use of the key ${keyId} was not recorded; a later one will be`, () =>
    recordApiKeyUse(db, { keyId, now, notedBefore }),
  );
}

async function callerOfSession(
  services: Services,
  { headers }: Request,
  isActivity: boolean,
): Promise<Caller | null> {
  const { db } = services;
  const session = await findLiveSession(services, headers);
  if (session === null) return null;
  const isActive = isActivity && !headers.has(BACKGROUND_HEADER);
  const { id: authUserId, twoFactorEnabled } = session.user;
  const user = await findPrincipalByAuthUser(db, { authUserId });
  if (user === null) return null;
  if (isActive) keepAlive(services, session);
  const { secondFactorRequired, ...person } = user;
  const { id, expiresAt, stepUpAt } = session.session;
  return {
    ...person,
    kind: 'user',
    scopes: null,
    may: (action) => roleMay(user.role, action),
    authUserId,
    session: {
      id,
      endsAt: expiresAt,
      idleEndsAt: idleEndOf(isActive ? new Date() : lastActiveAt(session)),
      stepUpAt: stepUpAt ?? null,
    },
    secondFactor: { isOn: twoFactorEnabled === true, isRequired: secondFactorRequired },
  };
}
