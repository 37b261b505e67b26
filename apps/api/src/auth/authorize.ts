import type { RouteConfig } from '@hono/zod-openapi';
import { createMiddleware } from 'hono/factory';
import type { ApiEnv, App, Caller, Services } from '../context.ts';
import type { Access } from '../openapi/define-route.ts';
import { SECOND_FACTOR_REQUIRED, forbidden, problem } from '../problems.ts';
import { authenticate } from './authenticate.ts';

type GuardedRoute = Pick<RouteConfig, 'method'> & {
  readonly 'x-access': Access;
  getRoutingPath(): string;
};

/** Lets each route be called by those alone whom its definition names. To be called before the routes are added. */
export function guardRoutes(app: App, services: Services, routes: readonly GuardedRoute[]): void {
  for (const route of routes) {
    const access = route['x-access'];
    if (access === 'public') continue;
    app.on(route.method.toUpperCase(), route.getRoutingPath(), allowOnly(services, access));
  }
}

function allowOnly(services: Services, access: Exclude<Access, 'public'>) {
  return createMiddleware<ApiEnv>(async (c, next) => {
    const identity = await authenticate(services, c.req.raw);
    if (identity.kind === 'refused') return problem(c, identity.refusal);
    if (access !== 'signed_in' && !identity.caller.may(access)) {
      return problem(c, forbidden(access));
    }
    if (access !== 'signed_in' && lacksSecondFactor(identity.caller)) {
      return problem(c, SECOND_FACTOR_REQUIRED);
    }
    c.set('caller', identity.caller);
    await next();
    return;
  });
}

/** Whoever must have a second factor and has none can do nothing but look after their own account (R11). */
export function lacksSecondFactor(caller: Caller): boolean {
  return caller.kind === 'user' && caller.secondFactor.isRequired && !caller.secondFactor.isOn;
}
