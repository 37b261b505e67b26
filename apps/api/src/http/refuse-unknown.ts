// What no route answers: an unknown path is 404; a known one says by which methods it can be asked.
import type { Context } from 'hono';
import type { ApiEnv } from '../context.ts';
import { patternOf } from './path-pattern.ts';
import { problem } from './problems.ts';

type KnownPath = { readonly method: string; readonly path: string };

/** @param known every route that is served, the path with its parameters as `{name}` */
export function refuseUnknown(known: readonly KnownPath[]) {
  const paths = [...Map.groupBy(known, ({ path }) => patternOf(path).source)]
    .map(([pattern, routes]) => ({
      pattern: new RegExp(pattern),
      parameters: (routes[0]?.path.split('{').length ?? 1) - 1,
      methods: routes.map(({ method }) => method.toUpperCase()),
    }))
    // What is at /v1/clients/batch is not what is at /v1/clients/{externalId}.
    .toSorted((a, b) => a.parameters - b.parameters);
  return (c: Context<ApiEnv>) => {
    const methods = paths.find(({ pattern }) => pattern.test(c.req.path))?.methods ?? [];
    if (methods.length === 0) return refusePath(c);
    const all = [...new Set([...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'])];
    const allow = all.toSorted().join(', ');
    if (c.req.method === 'OPTIONS') return c.body(null, 204, { allow });
    return problem(c, {
      code: 'method_not_allowed',
      detail: `${c.req.method} is not possible at this path, which takes ${allow}.`,
      headers: { allow },
    });
  };
}

export function refusePath(c: Context<ApiEnv>) {
  return problem(c, {
    code: 'not_found',
    detail: `Nothing answers ${c.req.method} at this path. See /docs for the routes.`,
  });
}
