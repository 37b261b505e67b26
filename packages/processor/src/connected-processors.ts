// Every firm's connections behind one object: each question names the connection that it goes through. A processor is made
// once for each version of a connection's credentials, and made again when they are replaced.
import { setTimeout as sleep } from 'node:timers/promises';
import type { ConnectionId, TransactionId } from '@makewhole/domain/ids';
import type { CreditDaysOf, ProcessorCapabilities } from '@makewhole/domain/processor-capabilities';
import {
  capabilitiesOf,
  connectProcessor,
  creditDaysOf,
  type ConnectedProcessor,
} from './connect-processor.ts';
import { installedConnection, type InstallationSettings } from './installed.ts';
import { createLookupPaces } from './lookup-pace.ts';
import type { ProcessorEvent } from './events.ts';
import { FACTS_MAX, type FactsStore, type ProcessorTools } from './module.ts';
import type { Unavailable } from './no-answer.ts';
import { NO_PAYOUTS, type PayoutSource, type PayoutsAnswer, type PayoutsRequest } from './payouts.ts';
import type { PaymentProcessor, RetryLater } from './port.ts';

export type OfConnection = { readonly connectionId: ConnectionId };

/** The port's functions, each with the connection in its request. */
export type ConnectedProcessors = {
  readonly [Call in keyof PaymentProcessor]: (
    request: Parameters<PaymentProcessor[Call]>[0] & OfConnection,
  ) => ReturnType<PaymentProcessor[Call]>;
} & {
  /** Nothing, from a company that cannot settle net. */
  readonly listPayouts: (request: PayoutsRequest & OfConnection) => Promise<PayoutsAnswer>;
  readonly capabilitiesOf: (of: OfConnection) => Promise<ProcessorCapabilities>;
  /** Also while its credentials cannot be opened. */
  readonly creditDaysOf: CreditDaysOf;
  /**
   * For a send whose time is kept: nothing but the company is asked after it.
   * @throws if the credentials cannot be opened now, or are malformed
   */
  readonly ready: (of: OfConnection) => Promise<ReadyProcessor>;
  /** To read its webhooks. @throws if its credentials cannot be opened now, or are malformed */
  readonly open: (connectionId: ConnectionId) => Promise<ConnectedProcessor>;
};

export type ReadyProcessor = PaymentProcessor &
  PayoutSource & { readonly capabilities: ProcessorCapabilities };

/** A connection as it is stored. */
export type StoredConnection<Sealed extends { readonly version: number }> = {
  readonly kind: string;
  readonly account: string;
  /** Null if the installation has them. */
  readonly credentials: Sealed | null;
  readonly isBroken: boolean;
};

export type ConnectedOptions<Sealed extends { readonly version: number }> = {
  /** Called at each question. */
  readonly find: (connectionId: ConnectionId) => Promise<StoredConnection<Sealed>>;
  /** Opens the credentials. @throws if they cannot be opened now: then nothing is asked or sent */
  readonly unseal: (credentials: Sealed) => unknown;
  /** Null if there is no sandbox. */
  readonly installed: InstallationSettings | null;
  /** Told when a company refuses a connection's credentials, and when it accepts them again. */
  readonly report: (connectionId: ConnectionId, state: 'broken' | 'works') => Promise<void>;
  /** What was reported through a connection, as it was stored, for a company that only notifies. */
  readonly listFacts: (of: FactsOf) => Promise<readonly unknown[]>;
  readonly tools: Omit<ProcessorTools, 'facts'>;
};

type FactsOf = OfConnection & {
  readonly transactionId: TransactionId;
  readonly limit: number;
};

export function createConnectedProcessors<Sealed extends { readonly version: number }>(
  options: ConnectedOptions<Sealed>,
): ConnectedProcessors {
  const made = new Map<ConnectionId, { readonly version: number; readonly connected: ConnectedProcessor }>();
  const paceOf = createLookupPaces();

  const openOf = async (connectionId: ConnectionId) => {
    const { kind, account, credentials, isBroken } = await options.find(connectionId);
    const version = credentials?.version ?? 0;
    const known = made.get(connectionId);
    if (known?.version === version) return { connected: known.connected, isBroken };
    const content =
      credentials === null ? installedConnection(options.installed, account) : options.unseal(credentials);
    const connected = connectProcessor(kind, content, {
      ...options.tools,
      facts: factsOf(options, connectionId),
    });
    made.set(connectionId, { version, connected });
    return { connected, isBroken };
  };

  const ready = async ({ connectionId }: OfConnection): Promise<ReadyProcessor> => {
    const { connected, isBroken } = await openOf(connectionId);
    const pace = paceOf(connectionId, connected.capabilities.lookupsPerSecond);
    const told = async <Answer extends { readonly kind: string }>(
      asked: Promise<Answer>,
    ): Promise<Answer> => {
      const answer = await asked;
      const state = stateOf(answer);
      if (state === 'broken' || (state === 'works' && isBroken)) await options.report(connectionId, state);
      return answer;
    };
    const lookedUp = async <Answer extends { readonly kind: string }>(
      lookUp: () => Promise<Answer | Unavailable>,
    ): Promise<Answer | Unavailable> => {
      const waitMs = pace.take();
      if (waitMs === null) return { ...unavailable(TOO_MANY_LOOKUPS), afterMs: PACE_AFTER_MS };
      if (waitMs > 0) await sleep(waitMs);
      return told(lookUp());
    };
    return readyProcessor(connected, { told, lookedUp });
  };

  const ask = async <Answer>(
    of: OfConnection,
    call: (processor: ReadyProcessor) => Promise<Answer>,
    notAsked: (message: string) => Answer,
  ): Promise<Answer> => {
    const opened = await ready(of).catch((error: unknown) => messageOf(error));
    return typeof opened === 'string' ? notAsked(opened) : call(opened);
  };

  return {
    open: async (connectionId) => (await openOf(connectionId)).connected,
    ready,
    creditDaysOf,
    capabilitiesOf: async ({ connectionId }) => capabilitiesOf((await options.find(connectionId)).kind),
    getPayment: (request) => ask(request, (of) => of.getPayment(request), unavailable),
    refund: (request) => ask(request, (of) => of.refund(request), retryLater),
    findRefunds: (request) => ask(request, (of) => of.findRefunds(request), unavailable),
    getRefund: (request) => ask(request, (of) => of.getRefund(request), unavailable),
    listCreatedPayments: (request) => ask(request, (of) => of.listCreatedPayments(request), unavailable),
    listCreatedRefunds: (request) => ask(request, (of) => of.listCreatedRefunds(request), unavailable),
    listChanges: (request) => ask(request, (of) => of.listChanges(request), unavailable),
    listPayouts: (request) => ask(request, (of) => of.listPayouts(request), unavailable),
    voidAuthorization: (request) => ask(request, (of) => of.voidAuthorization(request), retryLater),
  };
}

type Answered = { readonly kind: string };

/** A connection's processor behind its gates: what each answer tells of the connection, and the pace of its lookups. */
function readyProcessor(
  { processor, payouts, capabilities }: ConnectedProcessor,
  {
    told,
    lookedUp,
  }: {
    readonly told: <Answer extends Answered>(asked: Promise<Answer>) => Promise<Answer>;
    readonly lookedUp: <Answer extends Answered>(
      lookUp: () => Promise<Answer | Unavailable>,
    ) => Promise<Answer | Unavailable>;
  },
): ReadyProcessor {
  return {
    capabilities,
    getPayment: (request) => lookedUp(() => processor.getPayment(request)),
    refund: (request) => told(processor.refund(request)),
    findRefunds: (request) => lookedUp(() => processor.findRefunds(request)),
    getRefund: (request) => lookedUp(() => processor.getRefund(request)),
    listCreatedPayments: (request) => lookedUp(() => processor.listCreatedPayments(request)),
    listCreatedRefunds: (request) => lookedUp(() => processor.listCreatedRefunds(request)),
    listChanges: (request) => lookedUp(() => processor.listChanges(request)),
    listPayouts: (request) =>
      payouts === null ? Promise.resolve(NO_PAYOUTS) : lookedUp(() => payouts.listPayouts(request)),
    voidAuthorization: (request) => told(processor.voidAuthorization(request)),
  };
}

function factsOf(
  { listFacts }: Pick<ConnectedOptions<never>, 'listFacts'>,
  connectionId: ConnectionId,
): FactsStore {
  return {
    reportsOf: async (transactionId) => {
      const facts = await listFacts({ connectionId, transactionId, limit: FACTS_MAX + 1 });
      return facts as readonly ProcessorEvent[]; // stored as its module read it
    },
  };
}

const RETRY_AFTER_MS = 60_000;
/** By then those that are waiting now have been made. */
const PACE_AFTER_MS = 10_000;
const TOO_MANY_LOOKUPS = 'more is being looked up there than the payment processor allows: try again later';

/** Nothing was asked. */
function unavailable(message: string): Unavailable {
  return { kind: 'unavailable', message };
}

/** Nothing was sent. */
function retryLater(message: string): RetryLater {
  return { kind: 'retry_later', cause: 'busy', afterMs: RETRY_AFTER_MS, message };
}

/** Why a connection cannot be opened; without any of its values. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'The connection cannot be opened';
}

/** What an answer says of the credentials; null if it says nothing, because the company did not answer. */
function stateOf(answer: { readonly kind: string; readonly cause?: unknown }): 'broken' | 'works' | null {
  if (answer.cause === 'connection_broken') return 'broken';
  return ['unavailable', 'unknown', 'retry_later'].includes(answer.kind) ? null : 'works';
}
