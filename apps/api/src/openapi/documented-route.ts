import type { Access, Handling, RouteDefinition } from '../http/define-route.ts';

/** A route, as the passes over the document read it. */
export type DocumentedRoute = RouteDefinition & {
  readonly path: string;
  readonly 'x-access': Access;
  readonly handling: Handling;
};
