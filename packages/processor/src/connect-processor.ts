// How the apps get a processor: by a connection's kind and its opened content, and in no other way.
import type { ConnectionReport } from '@makewhole/domain/connections';
import type { ProcessorCapabilities } from '@makewhole/domain/processor-capabilities';
import type { ProcessorModule, ProcessorTools, ReceivedWebhook } from './module.ts';
import type { WebhookVerdict } from './events.ts';
import type { PaymentProcessor } from './port.ts';
import { PROCESSOR_MODULES } from './registry.ts';

export type ConnectedProcessor = {
  readonly capabilities: ProcessorCapabilities;
  readonly processor: PaymentProcessor;
  readonly readWebhook: (received: ReceivedWebhook, now: Date) => WebhookVerdict;
  readonly check: () => Promise<ConnectionReport>;
};

/** A connection that no processor can be made of; the message says why, and repeats none of its values. */
export class BadConnection extends Error {}

/**
 * @param connection of the shape that its kind asks for, opened
 * @throws BadConnection
 */
export function connectProcessor(
  kind: string,
  connection: unknown,
  tools: ProcessorTools,
): ConnectedProcessor {
  const module = PROCESSOR_MODULES.find((one) => one.kind === kind);
  if (module === undefined) throw new BadConnection(`There is no payment processor of the kind ${kind}.`);
  return connectTo(module, connection, tools);
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
    processor: module.create(connection, tools),
    readWebhook: (received, now) => module.readWebhook(received, connection, now),
    check: () => module.check(connection, tools),
  };
}
