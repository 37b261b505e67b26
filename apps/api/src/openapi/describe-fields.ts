// Gives every parameter, and every field of a common name, a description where its schema has none.
import { FIELDS, PARAMETERS } from './field-descriptions.ts';
import {
  componentOf,
  isObject,
  schemasOfContent,
  schemasWithin,
  type DocumentJson,
  type JsonObject,
} from './json-schema.ts';

export function describeFields(document: DocumentJson): void {
  for (const schema of Object.values(document.components['schemas'] ?? {})) describe(schema);
  const items = [...Object.entries(document.paths), ...Object.entries(document.webhooks ?? {})];
  for (const [path, item] of items) {
    for (const operation of Object.values(item)) {
      const { parameters, requestBody, responses } = operation;
      schemasOfContent(requestBody).forEach(describe);
      for (const answer of Object.values(responses)) schemasOfContent(answer).forEach(describe);
      if (!Array.isArray(parameters)) continue;
      for (const parameter of parameters.filter(isObject)) {
        const { name } = parameter;
        if (typeof name !== 'string' || parameter['description'] !== undefined) continue;
        const description = name === 'id' ? `The ID of the ${resourceOf(path)}.` : PARAMETERS[name];
        if (description !== undefined) parameter['description'] = description;
      }
    }
  }
}

/** "bank account" of /v1/bank-accounts/{id}/month-ends. */
function resourceOf(path: string): string {
  const collection = path.split('/{id}')[0]?.split('/').at(-1) ?? '';
  return collection.replaceAll('-', ' ').replace(/ies$/, 'y').replace(/s$/, '');
}

function describe(schema: JsonObject): void {
  const { properties } = schema;
  for (const [name, property] of Object.entries(isObject(properties) ? properties : {})) {
    if (!isObject(property)) continue;
    const isDescribed =
      property['description'] !== undefined ||
      componentOf(property) !== null ||
      Array.isArray(property['allOf']);
    const description = name === 'data' ? ofData(property) : FIELDS[name];
    if (!isDescribed && description !== undefined) property['description'] = description;
  }
  for (const nested of schemasWithin(schema)) describe(nested);
}

function ofData({ type }: JsonObject): string {
  return type === 'array' ? 'The items of the list, in its order.' : 'What it is about.';
}
