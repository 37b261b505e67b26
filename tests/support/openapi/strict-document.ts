// A copy of the OpenAPI document whose answers allow no field that is not documented.
import { openApiDocument } from '@makewhole/api/openapi/document';

type Json = null | boolean | number | string | Json[] | JsonObject;
export type JsonObject = { [key: string]: Json };

export type Operation = {
  readonly operationId: string;
  readonly responses: Readonly<Record<string, Answer>>;
};
/** What an operation may answer with, by status; references are resolved. */
export type Answer = {
  readonly content?: Readonly<Record<string, { readonly schema: JsonObject }>>;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly 'x-problem-codes'?: readonly string[];
};

export type StrictDocument = {
  readonly components: { readonly schemas: Readonly<Record<string, JsonObject>> };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
};

/** The document of the routes as they are now, with closed objects and with the answers that it shares in place. */
export function strictDocument(): StrictDocument {
  // As JSON, which it is: the generator's type is looser.
  const document = structuredClone(openApiDocument()) as unknown as JsonObject;
  const schemas = objectAt(document, 'components', 'schemas');
  const shared = objectAt(document, 'components', 'responses');
  for (const name of Object.keys(schemas)) schemas[name] = closed(schemas[name] ?? {}, schemas);
  for (const item of Object.values(objectAt(document, 'paths'))) {
    for (const operation of Object.values(isObject(item) ? item : {})) {
      const responses = objectAt(operation, 'responses');
      for (const [status, answer] of Object.entries(responses)) {
        const name = isObject(answer) ? nameIn(answer, '#/components/responses/') : null;
        responses[status] = closed(name === null ? answer : (shared[name] ?? {}), schemas);
      }
    }
  }
  return document as unknown as StrictDocument; // its paths are as above now
}

/** Composed objects become one object, because a closed part of one would refuse what the other part has. */
function closed(value: Json, schemas: JsonObject): Json {
  if (Array.isArray(value)) return value.map((one) => closed(one, schemas));
  if (!isObject(value)) return value;
  const whole = Array.isArray(value['allOf']) ? merged(value['allOf'], schemas) : value;
  const all = Object.fromEntries(
    Object.entries(whole).map(([key, one]) => [key, key === 'examples' ? one : closed(one, schemas)]),
  );
  const isOpen = isObject(all['properties']) && all['additionalProperties'] === undefined && isSchema(all);
  return isOpen ? { ...all, additionalProperties: false } : all;
}

/** A field may be called `properties` too. */
function isSchema(value: JsonObject): boolean {
  return typeof value['type'] === 'string' || Array.isArray(value['type']);
}

function merged(parts: readonly Json[], schemas: JsonObject): JsonObject {
  const whole: JsonObject = {};
  for (const part of parts.filter(isObject)) {
    const name = nameIn(part, '#/components/schemas/');
    const one = name === null ? part : resolved(schemas[name] ?? {}, schemas);
    const { properties, required, ...rest } = one;
    Object.assign(whole, rest);
    if (isObject(properties)) {
      whole['properties'] = { ...(isObject(whole['properties']) ? whole['properties'] : {}), ...properties };
    }
    if (Array.isArray(required)) {
      whole['required'] = [...(Array.isArray(whole['required']) ? whole['required'] : []), ...required];
    }
  }
  delete whole['additionalProperties'];
  return whole;
}

function resolved(schema: Json, schemas: JsonObject): JsonObject {
  if (!isObject(schema)) return {};
  return Array.isArray(schema['allOf']) ? merged(schema['allOf'], schemas) : schema;
}

function nameIn(value: JsonObject, prefix: string): string | null {
  const { $ref } = value;
  return typeof $ref === 'string' && $ref.startsWith(prefix) ? $ref.slice(prefix.length) : null;
}

function objectAt(value: Json, ...path: readonly string[]): JsonObject {
  const found = path.reduce<Json>((at, key) => (isObject(at) ? (at[key] ?? {}) : {}), value);
  if (!isObject(found)) throw new Error(`The document has no object at ${path.join('.')}`);
  return found;
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
