// What clients were built on stays: an operation, a parameter, a field, a code that was released is never renamed or
// removed, and nothing that was optional becomes required. tests/fixtures/released-api.txt has all of them, a line each;
// a release adds its own: RELEASE_API=1 npx vitest run tests/unit/api-compatibility.test.ts
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { openApiDocument } from '@makewhole/api/openapi/document';
import { PROBLEM_CODES } from '@makewhole/api/http/problem-kinds';

const RELEASED = fileURLToPath(new URL('../fixtures/released-api.txt', import.meta.url));

type Json = null | boolean | number | string | readonly Json[] | JsonObject;
type JsonObject = { readonly [key: string]: Json };

const document = openApiDocument() as unknown as {
  readonly components: { readonly schemas: Readonly<Record<string, JsonObject>> };
  readonly paths: Readonly<Record<string, Readonly<Record<string, JsonObject>>>>;
  readonly webhooks: Readonly<Record<string, JsonObject>>;
}; // as JSON, which it is: the generator's type is looser

const offered = [
  ...Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).flatMap(([method, operation]) => {
      const id = wordOf(operation['operationId']);
      const parameters = listOf(operation['parameters']).filter(isObject);
      const successes = Object.keys(isObject(operation['responses']) ? operation['responses'] : {});
      return [
        `operation ${id} ${method.toUpperCase()} ${path}`,
        ...parameters.map(({ in: place, name }) => `parameter ${id} ${wordOf(place)} ${wordOf(name)}`),
        ...successes.filter((status) => status < '400').map((status) => `status ${id} ${status}`),
      ];
    }),
  ),
  ...Object.entries(document.components.schemas).flatMap(([name, schema]) =>
    fieldsOf(schema, name).map((field) => `field ${field}`),
  ),
  ...Object.keys(document.webhooks).map((name) => `webhook ${name}`),
  ...PROBLEM_CODES.map((code) => `code ${code}`),
];
const demanded = Object.entries(document.components.schemas)
  .filter(([, schema]) => schema['additionalProperties'] === false) // the bodies of requests
  .flatMap(([name, { required }]) => listOf(required).map((field) => `required ${name}.${wordOf(field)}`));

const now = [...new Set([...offered, ...demanded])].toSorted();
if (process.env['RELEASE_API'] === '1') writeFileSync(RELEASED, `${now.join('\n')}\n`);
const released = new Set(readFileSync(RELEASED, 'utf8').trimEnd().split('\n'));

it('keeps what was released', () => {
  const present = new Set(now);
  const gone = [...released].filter((line) => !line.startsWith('required ') && !present.has(line));
  expect(gone).toEqual([]);
});

it('demands nothing more of a request that was accepted', () => {
  const known = new Set([...released].map((line) => /^field (\w+)\./.exec(line)?.[1]));
  const more = demanded.filter(
    (line) => !released.has(line) && known.has(/^required (\w+)\./.exec(line)?.[1]),
  );
  expect(more).toEqual([]);
});

/** The fields of a schema and of the objects within it, by their path; what it refers to has its own. */
function fieldsOf(schema: JsonObject, at: string): string[] {
  const own = Object.entries(isObject(schema['properties']) ? schema['properties'] : {}).flatMap(
    ([name, field]) => [`${at}.${name}`, ...(isObject(field) ? fieldsOf(field, `${at}.${name}`) : [])],
  );
  const parts = [schema['items'], ...['allOf', 'anyOf', 'oneOf'].flatMap((key) => listOf(schema[key]))];
  return [...own, ...parts.filter(isObject).flatMap((part) => fieldsOf(part, at))];
}

function wordOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : []; // isArray makes it any[]
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
