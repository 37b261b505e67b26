// How the apps get a processor: by a connection's kind and its opened content, and in no other way.
import type { ConnectionReport } from '@makewhole/domain/connections';
import type { CreditBankDays, ProcessorCapabilities } from '@makewhole/domain/processor-capabilities';
import type { FactsStore, ProcessorModule, ProcessorTools, ReceivedWebhook } from './module.ts';
import type { WebhookVerdict } from './events.ts';
import type { PayoutSource } from './payouts.ts';
import type { PaymentProcessor } from './port.ts';
import { PROCESSOR_MODULES } from './registry.ts';

export type ConnectedProcessor = {
  readonly capabilities: ProcessorCapabilities;
  readonly processor: PaymentProcessor;
  /** Null if the company cannot settle net. */
  readonly payouts: PayoutSource | null;
  readonly readWebhook: (received: ReceivedWebhook, now: Date) => WebhookVerdict;
  readonly check: () => Promise<ConnectionReport>;
};

/** A connection that no processor can be made of; the message says why, and repeats none of its values. */
export class BadConnection extends Error {}

/** Every kind of connection, as it is stored. */
export const PROCESSOR_KINDS = PROCESSOR_MODULES.map(({ kind }) => kind);

/**
 * In how many bank days the client has a refund through a connection of that kind.
 * @throws BadConnection if there is no such kind
 */
export function creditDaysOf(kind: string): CreditBankDays {
  return capabilitiesOf(kind).creditBankDays;
}

/**
 * What a processor of that kind can do, whether or not a connection to it can be opened.
 * @throws BadConnection if there is no such kind
 */
export function capabilitiesOf(kind: string): ProcessorCapabilities {
  return moduleOf(kind).capabilities;
}

/**
 * Checks credentials that a person entered, without moving money.
 * @throws BadConnection if they are not of the shape that the kind asks for, or not allowed here
 */
export async function checkCredentials(
  kind: string,
  content: unknown,
  tools: ProcessorTools,
): Promise<ConnectionReport> {
  const module = PROCESSOR_MODULES.find((one) => one.kind === kind);
  if (module?.isStandIn === true && tools.allowOtherServers !== true) {
    throw new BadConnection(
      'This is no payment company but a stand-in for one. The operator allows it with MAKEWHOLE_ALLOW_PROCESSOR_URL=1.',
    );
  }
  // Nothing was reported through a connection that does not exist yet.
  const facts: FactsStore = { reportsOf: () => Promise.resolve([]) };
  return connectProcessor(kind, content, { ...tools, facts }).check();
}

/**
 * @param connection of the shape that its kind asks for, opened
 * @throws BadConnection
 */
export function connectProcessor(
  kind: string,
  connection: unknown,
  tools: ProcessorTools,
): ConnectedProcessor {
  return connectTo(moduleOf(kind), connection, tools);
}

function moduleOf(kind: string): ProcessorModule {
  const module = PROCESSOR_MODULES.find((one) => one.kind === kind);
  if (module === undefined) throw new BadConnection(`There is no payment processor of the kind ${kind}.`);
  return module;
}

function connectTo(module: ProcessorModule, content: unknown, tools: ProcessorTools): ConnectedProcessor {
  const read = module.connection.safeParse(content);
  if (!read.success) {
    // Only where and why: a value may be a secret.
    const faults = read.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`.trim());
    throw new BadConnection(`The connection to ${module.name} cannot be used: ${faults.join('; ')}.`);
  }
  const connection = read.data;
  return {
    capabilities: module.capabilities,
    processor: create(module, connection, tools),
    payouts: module.payouts?.(connection, tools) ?? null,
    readWebhook: (received, now) => module.readWebhook(received, connection, now),
    check: () => module.check(connection, tools),
  };
}

function create(module: ProcessorModule, connection: unknown, tools: ProcessorTools): PaymentProcessor {
  try {
    return module.create(connection, tools);
  } catch (error) {
    // It names a server that is not allowed.
    throw new BadConnection(error instanceof Error ? error.message : 'This connection cannot be used.');
  }
}
