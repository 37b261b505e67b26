// Makewhole adds values: a status, a code, a kind. So what an answer or a webhook may hold is open, and a client that
// was generated before does not break on a value that is new to it. What a request may hold stays closed (ADR 67).
import {
  componentOf,
  listOf,
  refTo,
  schemasOfContent,
  schemasWithin,
  type DocumentJson,
  type JsonObject,
} from './json-schema.ts';

/** A component that requests have too is copied under this name for answers, if it holds an enum. */
const ANSWER_SUFFIX = 'Answer';
/** Longer lists are in x-extensible-enum alone. */
const DESCRIBED_MAX = 20;

/** Opens every enum that an answer or a webhook may hold. */
export function openEnums(document: DocumentJson): void {
  const components = document.components['schemas'] ?? {};
  const operations = Object.values(document.paths).flatMap((item) => Object.values(item));
  const asked = new Set<string>();
  for (const { requestBody } of operations) {
    for (const schema of schemasOfContent(requestBody)) collect(schema, components, asked);
  }
  const open = opener(components, asked);
  for (const { responses } of operations) {
    for (const answer of Object.values(responses)) schemasOfContent(answer).forEach(open);
  }
  schemasOfContent({ content: { problem: { schema: { $ref: refTo('Problem') } } } }).forEach(open);
  for (const { requestBody } of Object.values(document.webhooks ?? {}).flatMap((item) =>
    Object.values(item),
  )) {
    schemasOfContent(requestBody).forEach(open);
  }
}

/** The names of the components that a schema reaches. */
function collect(schema: JsonObject, components: Record<string, JsonObject>, into: Set<string>): void {
  const name = componentOf(schema);
  const target = name === null ? undefined : components[name];
  if (name !== null && target !== undefined && !into.has(name)) {
    into.add(name);
    collect(target, components, into);
  }
  for (const nested of schemasWithin(schema)) collect(nested, components, into);
}

function opener(components: Record<string, JsonObject>, asked: ReadonlySet<string>) {
  const done = new Set<string>();
  const open = (schema: JsonObject): void => {
    const name = componentOf(schema);
    if (name === null) {
      openOne(schema);
      for (const nested of schemasWithin(schema)) open(nested);
      return;
    }
    const target = components[name];
    if (target === undefined) return;
    const isShared = asked.has(name) && holdsEnum(target, components, new Set());
    const answered = isShared ? name + ANSWER_SUFFIX : name;
    if (isShared) {
      components[answered] ??= structuredClone(target);
      schema['$ref'] = refTo(answered);
    }
    if (done.has(answered)) return;
    done.add(answered);
    open(components[answered] ?? target);
  };
  return open;
}

function holdsEnum(schema: JsonObject, components: Record<string, JsonObject>, seen: Set<string>): boolean {
  if (isClosed(schema)) return true;
  const name = componentOf(schema);
  if (name !== null && !seen.has(name)) {
    seen.add(name);
    const target = components[name];
    if (target !== undefined && holdsEnum(target, components, seen)) return true;
  }
  return schemasWithin(schema).some((nested) => holdsEnum(nested, components, seen));
}

/** Whether a schema holds texts of a fixed list. */
function isClosed({ type, enum: values }: JsonObject): boolean {
  return values !== undefined && (type === 'string' || listOf(type).includes('string'));
}

function openOne(schema: JsonObject): void {
  if (!isClosed(schema)) return;
  const values = listOf(schema['enum']).filter((value) => value !== null);
  delete schema['enum'];
  const { description } = schema;
  const known = describe(values.map(String));
  schema['description'] = typeof description === 'string' ? `${description} ${known}` : known;
  schema['x-extensible-enum'] = values;
}

function describe(values: readonly string[]): string {
  const named = values.map((value) => `\`${value}\``).join(', ');
  if (values.length === 1) return `So far always ${named}.`;
  if (values.length > DESCRIBED_MAX) return 'Known values: see x-extensible-enum. More may be added.';
  return `Known values: ${named}. More may be added.`;
}
