// Every firm's connections behind one object: each question names the connection that it goes through. A processor is made
// once for each version of a connection's credentials, and made again when they are replaced.
import type { ConnectionId } from '@makewhole/domain/ids';
import type { ProcessorCapabilities } from '@makewhole/domain/processor-capabilities';
import { connectProcessor, type ConnectedProcessor } from './connect-processor.ts';
import type { ProcessorTools } from './module.ts';
import type { PaymentProcessor, RetryLater, Unavailable } from './port.ts';

export type OfConnection = { readonly connectionId: ConnectionId };

/** The port's functions, each with the connection in its request. */
export type ConnectedProcessors = {
  readonly [Call in keyof PaymentProcessor]: (
    request: Parameters<PaymentProcessor[Call]>[0] & OfConnection,
  ) => ReturnType<PaymentProcessor[Call]>;
} & {
  readonly capabilitiesOf: (of: OfConnection) => Promise<ProcessorCapabilities>;
  /** To read its webhooks, and to check it. @throws if its credentials cannot be opened now, or are malformed */
  readonly open: (connectionId: ConnectionId) => Promise<ConnectedProcessor>;
};

/** A connection as it is stored, with its credentials opened. */
export type OpenedConnection = {
  readonly kind: string;
  readonly account: string;
  /** Of its credentials; 0 if the installation has them. */
  readonly version: number;
  /** What its module asks for; null if the installation has it. */
  readonly content: unknown;
  readonly isBroken: boolean;
};

export type ConnectedOptions = {
  /** Called at each question. @throws if the credentials cannot be opened now: then nothing is asked or sent */
  readonly find: (connectionId: ConnectionId) => Promise<OpenedConnection>;
  /** The content of a connection whose credentials are settings of the installation. */
  readonly installed: (account: string) => unknown;
  /** Told when a company refuses a connection's credentials, and when it accepts them again. */
  readonly report: (connectionId: ConnectionId, state: 'broken' | 'works') => Promise<void>;
  readonly tools: ProcessorTools;
};

export function createConnectedProcessors(options: ConnectedOptions): ConnectedProcessors {
  const made = new Map<ConnectionId, { readonly version: number; readonly connected: ConnectedProcessor }>();

  const openOf = async (connectionId: ConnectionId) => {
    const { kind, account, version, content, isBroken } = await options.find(connectionId);
    const known = made.get(connectionId);
    if (known?.version === version) return { connected: known.connected, isBroken };
    const connected = connectProcessor(kind, content ?? options.installed(account), options.tools);
    made.set(connectionId, { version, connected });
    return { connected, isBroken };
  };

  const ask = async <Answer extends { readonly kind: string }>(
    { connectionId }: OfConnection,
    call: (processor: PaymentProcessor) => Promise<Answer>,
    notAsked: (message: string) => Answer,
  ): Promise<Answer> => {
    const opened = await openOf(connectionId).catch((error: unknown) => messageOf(error));
    if (typeof opened === 'string') return notAsked(opened);
    const answer = await call(opened.connected.processor);
    const state = stateOf(answer);
    if (state === 'broken' || (state === 'works' && opened.isBroken)) {
      await options.report(connectionId, state);
    }
    return answer;
  };

  return {
    open: async (connectionId) => (await openOf(connectionId)).connected,
    capabilitiesOf: async ({ connectionId }) => (await openOf(connectionId)).connected.capabilities,
    getPayment: (request) => ask(request, (of) => of.getPayment(request), unavailable),
    refund: (request) => ask(request, (of) => of.refund(request), retryLater),
    findRefunds: (request) => ask(request, (of) => of.findRefunds(request), unavailable),
    getRefund: (request) => ask(request, (of) => of.getRefund(request), unavailable),
    listCreatedPayments: (request) => ask(request, (of) => of.listCreatedPayments(request), unavailable),
    listCreatedRefunds: (request) => ask(request, (of) => of.listCreatedRefunds(request), unavailable),
    listChanges: (request) => ask(request, (of) => of.listChanges(request), unavailable),
    voidAuthorization: (request) => ask(request, (of) => of.voidAuthorization(request), retryLater),
  };
}

const RETRY_AFTER_MS = 60_000;

/** Nothing was asked. */
function unavailable(message: string): Unavailable {
  return { kind: 'unavailable', message };
}

/** Nothing was sent. */
function retryLater(message: string): RetryLater {
  return { kind: 'retry_later', cause: 'busy', afterMs: RETRY_AFTER_MS, message };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'The connection cannot be opened';
}

/** What an answer says of the credentials; null if it says nothing, because the company did not answer. */
function stateOf(answer: { readonly kind: string; readonly cause?: unknown }): 'broken' | 'works' | null {
  if (answer.cause === 'connection_broken') return 'broken';
  return ['unavailable', 'unknown', 'retry_later'].includes(answer.kind) ? null : 'works';
}
