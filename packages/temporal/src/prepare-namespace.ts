// What an operator prepares once, with rights that a worker need not have: the namespace, how long it keeps what has ended,
// and the search attributes.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { isNotAllowed, isNotFound } from './refused-calls.ts';
import { registerSearchAttributes, type AttributesOutcome } from './search-attributes.ts';

const DAY_S = 86_400;
/** A server notices a new namespace within ten seconds. */
const NOTICED_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 1_000;

export type Prepared = {
  readonly namespace: 'created' | 'found';
  /** How long the namespace keeps what has ended. Null if the server does not say. */
  readonly retentionDays: number | null;
  readonly attributes: AttributesOutcome;
};

export type PrepareOutcome =
  | ({ readonly kind: 'prepared' } & Prepared)
  /** The namespace does not exist, or cannot be asked about, and this caller may not create it. */
  | { readonly kind: 'namespace_not_allowed'; readonly message: string };

/**
 * Creates the namespace if there is none, with that retention, and registers the search attributes. Safe to repeat; the
 * retention of a namespace that exists stays.
 * @throws the client's errors other than a missing right
 */
export async function prepareNamespace(
  client: Client,
  { namespace, retentionDays }: { readonly namespace: string; readonly retentionDays: number },
): Promise<PrepareOutcome> {
  try {
    const found = await describe(client, namespace);
    if (found === null) {
      await client.workflowService.registerNamespace({
        namespace,
        description: 'Makewhole: refunds of law firms',
        workflowExecutionRetentionPeriod: msToTs(retentionDays * DAY_S * 1_000),
      });
    }
    const attributes = await onceNoticed(() => registerSearchAttributes(client, namespace));
    return found === null
      ? { kind: 'prepared', namespace: 'created', retentionDays, attributes }
      : { kind: 'prepared', namespace: 'found', retentionDays: found.retentionDays, attributes };
  } catch (error) {
    if (!isNotAllowed(error)) throw error;
    return { kind: 'namespace_not_allowed', message: error instanceof Error ? error.message : String(error) };
  }
}

/** Null if there is none. */
async function describe(
  client: Client,
  namespace: string,
): Promise<{ readonly retentionDays: number | null } | null> {
  try {
    const { config } = await client.workflowService.describeNamespace({ namespace });
    const seconds = config?.workflowExecutionRetentionTtl?.seconds;
    return { retentionDays: seconds == null ? null : Math.round(Number(seconds) / DAY_S) };
  } catch (error) {
    if (isNotFound(error)) return null;
    throw error;
  }
}

async function onceNoticed<Value>(call: () => Promise<Value>): Promise<Value> {
  const until = Date.now() + NOTICED_WITHIN_MS;
  for (;;) {
    try {
      return await call();
    } catch (error) {
      if (!isNotFound(error) || Date.now() > until) throw error;
      await sleep(LOOK_EVERY_MS);
    }
  }
}
