// A whole example of each JSON request and answer, made from its schema: it cannot disagree with it. A test has each
// request's example accepted by the route's own schema.
import { exampleText } from './example-texts.ts';
import {
  componentOf,
  isObject,
  listOf,
  type DocumentJson,
  type Json,
  type JsonObject,
  type OperationJson,
} from './json-schema.ts';

/** Deep enough for every schema; one that contains itself ends here. */
const DEPTH_MAX = 12;

/** Adds an example to each JSON body and each JSON answer that has none. */
export function addExamples(document: DocumentJson): void {
  const schemas = document.components['schemas'] ?? {};
  const shared = document.components['examples'] ?? {};
  const addTo = (holder: Json | undefined): void => {
    if (!isObject(holder) || !isObject(holder['content'])) return;
    const media = holder['content']['application/json'];
    if (!isObject(media) || !isObject(media['schema']) || media['examples'] !== undefined) return;
    const name = componentOf(media['schema']);
    const value = () => exampleOf(schemas, media['schema'], '', 0);
    if (name === null) {
      media['examples'] = { example: { value: value() } };
      return;
    }
    shared[name] ??= { value: value() };
    media['examples'] = { [name]: { $ref: `#/components/examples/${name}` } };
  };
  const items = [...Object.values(document.paths), ...Object.values(document.webhooks ?? {})];
  for (const operation of items.flatMap((item): OperationJson[] => Object.values(item))) {
    addTo(operation['requestBody']);
    for (const answer of Object.values(operation.responses)) addTo(answer);
  }
}

type Schemas = Readonly<Record<string, JsonObject>>;

function exampleOf(schemas: Schemas, schema: Json | undefined, name: string, depth: number): Json {
  if (!isObject(schema) || depth > DEPTH_MAX) return null;
  const given = givenExample(schema);
  if (given !== undefined) return given;
  const component = componentOf(schema);
  if (component !== null) return exampleOf(schemas, schemas[component], name, depth + 1);
  const parts = listOf(schema['allOf']).map((part) => exampleOf(schemas, part, name, depth + 1));
  if (parts.length > 0) return Object.assign({}, ...parts.filter(isObject)) as JsonObject; // of objects
  const [choice] = [...listOf(schema['anyOf']), ...listOf(schema['oneOf'])];
  if (choice !== undefined) return exampleOf(schemas, choice, name, depth + 1);
  return exampleOfType(schemas, schema, name, depth);
}

/** What the schema itself names. */
function givenExample(schema: JsonObject): Json | undefined {
  const { example, default: usual, const: only } = schema;
  const [listed] = [schema['examples'], schema['enum'], schema['x-extensible-enum']].flatMap(listOf);
  return [example, usual, only, listed].find((given) => given !== undefined);
}

function exampleOfType(schemas: Schemas, schema: JsonObject, name: string, depth: number): Json {
  const { type } = schema;
  const first = typeof type === 'string' ? type : listOf(type).find((one) => one !== 'null');
  switch (first) {
    case 'object':
      return exampleOfObject(schemas, schema, depth);
    case 'array': {
      const item = exampleOf(schemas, schema['items'], name, depth + 1);
      return [item];
    }
    case 'integer':
    case 'number':
      return typeof schema['minimum'] === 'number' ? Math.max(schema['minimum'], 1) : 1;
    case 'boolean':
      return true;
    case 'string':
      return exampleText(name, schema);
    default:
      return null;
  }
}

function exampleOfObject(schemas: Schemas, schema: JsonObject, depth: number): JsonObject {
  const { properties, additionalProperties } = schema;
  if (isObject(properties)) {
    return Object.fromEntries(
      Object.entries(properties).map(([name, property]) => [
        name,
        exampleOf(schemas, property, name, depth + 1),
      ]),
    );
  }
  return isObject(additionalProperties)
    ? { example: exampleOf(schemas, additionalProperties, 'example', depth + 1) }
    : {};
}
