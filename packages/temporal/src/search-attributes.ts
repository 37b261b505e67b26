// The search attributes that a namespace must have before refunds run in it.
import type { Client } from '@temporalio/client';
import proto from '@temporalio/proto';
import { SEARCH_ATTRIBUTES } from '@makewhole/domain/contracts/search-attributes';
import { isNotAllowed } from './refused-calls.ts';

type Name = keyof typeof SEARCH_ATTRIBUTES;

const { IndexedValueType } = proto.temporal.api.enums.v1;
const VALUE_TYPES: Record<(typeof SEARCH_ATTRIBUTES)[Name], number> = {
  Keyword: IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
  Int: IndexedValueType.INDEXED_VALUE_TYPE_INT,
  Bool: IndexedValueType.INDEXED_VALUE_TYPE_BOOL,
  Datetime: IndexedValueType.INDEXED_VALUE_TYPE_DATETIME,
};

export type AttributesOutcome =
  | { readonly kind: 'complete'; readonly added: readonly string[] }
  /** This process has no right to add them. */
  | { readonly kind: 'not_allowed'; readonly missing: readonly string[] }
  /** This process may not even ask which there are. */
  | { readonly kind: 'unknown' };

/**
 * Registers those that are missing. Safe to repeat, and to run from many processes at once.
 * @throws the client's errors other than a missing right, such as of a server that does not answer
 */
export async function registerSearchAttributes(
  client: Client,
  namespace: string,
): Promise<AttributesOutcome> {
  const present = await listPresent(client, namespace);
  if (present === null) return { kind: 'unknown' };
  // The keys of the table.
  const all = Object.keys(SEARCH_ATTRIBUTES) as Name[];
  const missing = all.filter((name) => !present.has(name));
  if (missing.length === 0) return { kind: 'complete', added: [] };
  const searchAttributes = Object.fromEntries(
    missing.map((name) => [name, VALUE_TYPES[SEARCH_ATTRIBUTES[name]]]),
  );
  try {
    await client.connection.operatorService.addSearchAttributes({ namespace, searchAttributes });
    return { kind: 'complete', added: missing };
  } catch (error) {
    if (!isNotAllowed(error)) throw error;
    return { kind: 'not_allowed', missing };
  }
}

/** Where the operator's service is closed, the one for workflows may tell. */
async function listPresent({ connection }: Client, namespace: string): Promise<ReadonlySet<string> | null> {
  try {
    const listed = await connection.operatorService.listSearchAttributes({ namespace });
    return new Set(Object.keys(listed.customAttributes));
  } catch (error) {
    if (!isNotAllowed(error)) throw error;
  }
  try {
    const { keys } = await connection.workflowService.getSearchAttributes({});
    return new Set(Object.keys(keys));
  } catch (error) {
    if (!isNotAllowed(error)) throw error;
    return null;
  }
}

/** The commands that register them, for somebody who may. */
export function registerCommands(namespace: string, missing: readonly string[]): readonly string[] {
  return missing.map(
    (name) =>
      // Each is a name of the table.
      `temporal operator search-attribute create --namespace ${namespace} --name ${name} --type ${SEARCH_ATTRIBUTES[name as Name]}`,
  );
}
