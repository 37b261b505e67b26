// Entity tags, as http/etags.ts gives and reads them: on every JSON answer to a GET, and before a shared change.
import { takesIfMatch } from '../http/etags.ts';
import type { DocumentedRoute } from './documented-route.ts';
import { isObject, listOf, type DocumentJson, type JsonObject, type OperationJson } from './json-schema.ts';

const ETAG = { $ref: '#/components/headers/ETag' };

/** Adds the headers of conditional requests, and 304, to the operations that have them. */
export function addConditionalRequests(document: DocumentJson, routes: readonly DocumentedRoute[]): void {
  for (const route of routes) {
    const operation = document.paths[route.path]?.[route.method];
    if (operation === undefined) continue;
    if (takesIfMatch(route)) {
      addHeader(
        operation,
        'If-Match',
        'The ETag of what you have read; if it is another one by now, nothing is changed (412).',
      );
    }
    const answer = operation.responses['200'];
    if (route.method !== 'get' || !isObject(answer) || !isObject(answer['content'])) continue;
    if (!isObject(answer['content']['application/json'])) continue;
    addHeader(
      operation,
      'If-None-Match',
      'The ETag of the version that you have: 304 if it is still that one.',
    );
    const headers = isObject(answer['headers']) ? answer['headers'] : {};
    answer['headers'] = { ETag: ETAG, ...headers };
    operation.responses['304'] ??= {
      description: 'It is still the version of If-None-Match',
      headers: { ETag: ETAG },
    };
  }
}

function addHeader(operation: OperationJson, name: string, description: string): void {
  const parameters = listOf(operation['parameters']);
  if (parameters.some((one) => isObject(one) && one['name'] === name)) return;
  const header: JsonObject = { name, in: 'header', required: false, description, schema: { type: 'string' } };
  operation['parameters'] = [...parameters, header];
}
