import type { z } from 'zod';
import { describe, expect, it } from 'vitest';
import { ROUTES, openApiDocument } from '@makewhole/api/openapi/document';
import { PROBLEMS } from '@makewhole/api/http/problem-kinds';

type Json = null | boolean | number | string | readonly Json[] | JsonObject;
type JsonObject = { readonly [key: string]: Json };
type Operation = JsonObject & {
  readonly operationId: string;
  readonly responses: Record<string, JsonObject>;
};

// As JSON, which it is: the generator's type is looser.
const document = openApiDocument() as unknown as {
  readonly components: Readonly<Record<'schemas' | 'responses' | 'examples', Record<string, JsonObject>>>;
  readonly paths: Record<string, Record<string, Operation>>;
  readonly webhooks: Record<string, Record<string, Operation>>;
};
const operations = [...Object.entries(document.paths), ...Object.entries(document.webhooks)].flatMap(
  ([path, item]) => Object.entries(item).map(([method, operation]) => ({ method, path, operation })),
);

describe('the OpenAPI document', () => {
  it('names each operation once, as a verb and a noun', () => {
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(ids.filter((id) => !/^[a-z]+(?:[A-Z][a-z]+)+$/.test(id))).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
    expect(Object.values(document.paths).flatMap((item) => Object.keys(item))).toHaveLength(ROUTES.length);
  });

  it('describes each operation, parameter and tag', () => {
    const silent = operations.flatMap(({ path, operation }) => [
      ...(operation['description'] === undefined ? [operation.operationId] : []),
      ...listOf(operation['parameters'])
        .filter((parameter) => isObject(parameter) && parameter['description'] === undefined)
        .map((parameter) => `${path} ${JSON.stringify(parameter)}`),
    ]);
    expect(silent).toEqual([]);
  });

  it('names each status, and the codes of each problem, which have that status', () => {
    for (const { operation } of operations.filter(({ path }) => path.startsWith('/'))) {
      expect(Object.keys(operation.responses), operation.operationId).not.toContain('default');
      for (const [status, answer] of Object.entries(operation.responses)) {
        const codes = listOf(resolved(answer)['x-problem-codes']);
        for (const code of codes) {
          expect(
            PROBLEMS[code as keyof typeof PROBLEMS].status,
            `${operation.operationId} ${JSON.stringify(code)}`,
          ).toBe(Number(status));
        }
      }
    }
  });

  it('leaves every value open that an answer or a webhook may have', () => {
    const closed: string[] = [];
    const seen = new Set<string>();
    const look = (value: Json, at: string): void => {
      if (Array.isArray(value)) value.forEach((one, index) => look(one as Json, `${at}/${index}`));
      if (!isObject(value)) return;
      const { $ref, enum: values } = value;
      if (Array.isArray(values) && values.some((one) => typeof one === 'string')) closed.push(at);
      if (typeof $ref === 'string' && !seen.has($ref)) {
        seen.add($ref);
        look(resolved(value), $ref);
      }
      for (const [key, one] of Object.entries(value)) if (key !== 'examples') look(one, `${at}/${key}`);
    };
    for (const { path, operation } of operations) {
      look(
        path.startsWith('/') ? operation.responses : (operation['requestBody'] ?? null),
        operation.operationId,
      );
    }
    expect(closed).toEqual([]);
  });

  it('has no component that may be null: a reference to it could not say that it is not', () => {
    const nullable = Object.entries(document.components.schemas).filter(
      ([, schema]) => listOf(schema['type']).includes('null') || 'nullable' in schema,
    );
    expect(nullable.map(([name]) => name)).toEqual([]);
  });

  it('lists keys only where a key can ever call', () => {
    const byId = new Map(operations.map(({ operation }) => [operation.operationId, operation]));
    expect(byId.get('createApiKey')?.['security']).toEqual([{ session: [] }]);
    expect(byId.get('prepareMonthEnd')?.['security']).toEqual([{ session: [] }]);
    expect(byId.get('checkLiveness')?.['security']).toEqual([]);
    expect(byId.get('requestRefund')).toMatchObject({
      security: [{ apiKey: [] }, { session: [] }],
      'x-access': 'refund.request',
      'x-api-key-scopes': ['refund'],
    });
  });
});

describe('its examples', () => {
  const withBody = ROUTES.map((route) => route as unknown as WithBody).filter(
    ({ request }) => request?.body?.content['application/json'] !== undefined,
  );

  it.each(withBody.map((route) => [route.operationId, route] as const))(
    '%s accepts its own',
    (_id, route) => {
      const schema = route.request?.body?.content['application/json']?.schema;
      const operation = document.paths[route.path]?.[route.method];
      const body = operation?.['requestBody'];
      const [example] = examplesOf(isObject(body) ? body : {});
      const read = schema?.safeParse(example);
      expect(read?.error?.issues ?? [], JSON.stringify(example)).toEqual([]);
    },
  );

  it('are whole for each JSON answer and each problem', () => {
    const without = operations
      .filter(({ path }) => path.startsWith('/'))
      .flatMap(({ operation }) =>
        Object.entries(operation.responses)
          .filter(([, answer]) => hasJson(resolved(answer)) && examplesOf(resolved(answer)).length === 0)
          .map(([status]) => `${operation.operationId} ${status}`),
      );
    expect(without).toEqual([]);
  });
});

type WithBody = {
  readonly operationId: string;
  readonly method: string;
  readonly path: string;
  readonly request?: { readonly body?: { readonly content: Record<string, { readonly schema: z.ZodType }> } };
};

function examplesOf(holder: JsonObject): Json[] {
  const content = isObject(holder['content']) ? Object.values(holder['content']) : [];
  return content.flatMap((media) =>
    isObject(media) && isObject(media['examples'])
      ? Object.values(media['examples']).map((example) =>
          isObject(example) ? (resolved(example)['value'] ?? null) : null,
        )
      : [],
  );
}

function hasJson(answer: JsonObject): boolean {
  return (
    isObject(answer['content']) &&
    Object.keys(answer['content']).some((type) => /\bjson$/.test(type) && !/nd/.test(type))
  );
}

/** A component, if it is a reference. */
function resolved(value: JsonObject): JsonObject {
  const { $ref } = value;
  if (typeof $ref !== 'string') return value;
  const [, , section, name] = $ref.split('/');
  const found = document.components[section as 'schemas'][name ?? ''];
  if (found === undefined) throw new Error(`There is no ${$ref}`);
  return found;
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
