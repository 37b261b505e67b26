// A request without a body is read as one with an empty object: where a route accepts that, the document says so.
import { z } from '@hono/zod-openapi';
import type { DocumentedRoute } from './documented-route.ts';
import { isObject, type DocumentJson } from './json-schema.ts';

export function markOptionalBodies(document: DocumentJson, routes: readonly DocumentedRoute[]): void {
  for (const { path, method, request } of routes) {
    const media = request?.body?.content['application/json'];
    const schema: unknown = media !== undefined && 'schema' in media ? media.schema : undefined;
    const body = document.paths[path]?.[method]?.['requestBody'];
    if (!(schema instanceof z.ZodType) || !isObject(body)) continue;
    body['required'] = !schema.safeParse({}).success;
  }
}
