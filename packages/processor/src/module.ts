// What a folder of this package exports: one payment company, complete. registry.ts lists them.
import type { ConnectionReport } from '@makewhole/domain/connections';
import type { TransactionId } from '@makewhole/domain/ids';
import type { ProcessorCapabilities } from '@makewhole/domain/processor-capabilities';
import type { z } from 'zod';
import type { ProcessorEvent, WebhookVerdict } from './events.ts';
import type { PayoutSource } from './payouts.ts';
import type { PaymentProcessor } from './port.ts';

export type ProcessorModule<Connection = unknown> = {
  /** Stored with each connection: never renamed. */
  readonly kind: string;
  /** What people read. */
  readonly name: string;
  /** It moves no money, and its connection names any server: only the operator can allow one. */
  readonly isStandIn?: true;
  readonly capabilities: ProcessorCapabilities;
  /** What a connection consists of, including its secrets: it is stored sealed. Its faults repeat no value. */
  readonly connection: z.ZodType<Connection>;
  /** @throws if the connection names a server that `tools` does not allow */
  readonly create: (connection: Connection, tools: ProcessorTools) => PaymentProcessor;
  /** What it paid out, if the company can settle net. */
  readonly payouts?: (connection: Connection, tools: ProcessorTools) => PayoutSource;
  /** @throws if a webhook secret of the connection is malformed, which is an error in our settings */
  readonly readWebhook: (received: ReceivedWebhook, connection: Connection, now: Date) => WebhookVerdict;
  /** Asks what the connection may do, without moving money. */
  readonly check: (connection: Connection, tools: ProcessorTools) => Promise<ConnectionReport>;
};

export type ProcessorTools = {
  readonly now: () => Date;
  /** Deadline for the whole answer of a lookup. */
  readonly lookupTimeoutMs?: number | undefined;
  /** Lets a connection in test mode name another server than the company's own (MAKEWHOLE_ALLOW_PROCESSOR_URL). */
  readonly allowOtherServers?: boolean | undefined;
  /** Read by processors that can only be heard, and not asked (`truth: 'notifications'`). */
  readonly facts?: FactsStore | undefined;
};

/** What the processor reported through one connection, as it was stored. */
export type FactsStore = {
  /** The reports about one payment and its refunds, in the order in which they arrived: `FACTS_MAX` and one at most. */
  readonly reportsOf: (transactionId: TransactionId) => Promise<readonly ProcessorEvent[]>;
};

/** A payment with more reports than this cannot be judged by them: the rest might say otherwise. */
export const FACTS_MAX = 1_000;

/** A webhook as it arrived: headers with lower-case names, and the raw body as text. */
export type ReceivedWebhook = {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
};
