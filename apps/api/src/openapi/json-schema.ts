// What the passes over the OpenAPI document know of its JSON: schemas, and where they are.

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export type JsonObject = { [key: string]: Json };

/** The parts of the document that the passes read and write. */
export type DocumentJson = {
  readonly components: { readonly [section: string]: Record<string, JsonObject> };
  readonly paths: Record<string, Record<string, OperationJson>>;
  readonly webhooks?: Record<string, Record<string, OperationJson>>;
};

export type OperationJson = JsonObject & { readonly responses: JsonObject };

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A list; empty if it is none. */
export function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : []; // isArray makes it any[]
}

const SCHEMA_PREFIX = '#/components/schemas/';

/** The name of the component that a schema refers to; null if it is no reference. */
export function componentOf(schema: JsonObject): string | null {
  const { $ref } = schema;
  return typeof $ref === 'string' && $ref.startsWith(SCHEMA_PREFIX) ? $ref.slice(SCHEMA_PREFIX.length) : null;
}

export function refTo(component: string): string {
  return SCHEMA_PREFIX + component;
}

const NESTED = ['items', 'additionalProperties', 'not'] as const;
const NESTED_LISTS = ['anyOf', 'oneOf', 'allOf', 'prefixItems'] as const;

/** The schemas directly within a schema. */
export function* schemasWithin(schema: JsonObject): Generator<JsonObject> {
  if (isObject(schema['properties'])) {
    for (const property of Object.values(schema['properties'])) if (isObject(property)) yield property;
  }
  for (const key of NESTED) {
    const nested = schema[key];
    if (isObject(nested)) yield nested;
  }
  for (const key of NESTED_LISTS) {
    const nested = schema[key];
    if (Array.isArray(nested)) yield* nested.filter(isObject);
  }
}

/** The schemas of a body or an answer, one for each media type. */
export function schemasOfContent(holder: Json | undefined): JsonObject[] {
  if (!isObject(holder) || !isObject(holder['content'])) return [];
  return Object.values(holder['content']).flatMap((media) =>
    isObject(media) && isObject(media['schema']) ? [media['schema']] : [],
  );
}
