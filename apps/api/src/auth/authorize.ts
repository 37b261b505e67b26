import type { RouteConfig } from '@hono/zod-openapi';
import { createMiddleware } from 'hono/factory';
import type { ApiEnv, App, Caller, Services } from '../context.ts';
import type { Access } from '../http/define-route.ts';
import { SECOND_FACTOR_REQUIRED, forbidden, problem, type Refusal } from '../http/problems.ts';
import { authenticate } from './authenticate.ts';

type GuardedRoute = Pick<RouteConfig, 'method'> & {
  readonly 'x-access': Access;
  getRoutingPath(): string;
};

/** Restricts each route to the callers that its definition names. Call it before the handlers are added. */
export function guardRoutes(app: App, services: Services, routes: readonly GuardedRoute[]): void {
  for (const route of routes) {
    const access = route['x-access'];
    if (access === 'public') continue;
    app.on(route.method.toUpperCase(), route.getRoutingPath(), allowOnly(services, access));
  }
}

/**
 * The sender of a request as they are now. For answers that take long: meanwhile a session may end, a person be disabled,
 * a key be revoked or a role change. @returns null if they are no longer allowed to read it
 */
export async function findCallerNow(
  services: Services,
  request: Request,
  access: GuardedAccess,
): Promise<Caller | null> {
  const identity = await authenticate(services, request, { isActivity: false });
  if (identity.kind === 'refused') return null;
  return whyRefused(identity.caller, access) === null ? identity.caller : null;
}

type GuardedAccess = Exclude<Access, 'public'>;

function allowOnly(services: Services, access: GuardedAccess) {
  return createMiddleware<ApiEnv>(async (c, next) => {
    const identity = await authenticate(services, c.req.raw);
    if (identity.kind === 'refused') return problem(c, identity.refusal);
    const refusal = whyRefused(identity.caller, access);
    if (refusal !== null) return problem(c, refusal);
    c.set('caller', identity.caller);
    await next();
    return;
  });
}

function whyRefused(caller: Caller, access: GuardedAccess): Refusal | null {
  if (access === 'signed_in') return null;
  if (!caller.may(access)) return forbidden(access);
  return lacksSecondFactor(caller) ? SECOND_FACTOR_REQUIRED : null;
}

/** People who must have a second factor and have none can only manage their own account (R11). */
export function lacksSecondFactor(caller: Caller): boolean {
  return caller.kind === 'user' && caller.secondFactor.isRequired && !caller.secondFactor.isOn;
}
