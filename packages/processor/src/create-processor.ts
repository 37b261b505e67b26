// The payment processor that an installation is set up with: the sandbox, with every firm's account behind one key.
import { processorsByAccount, type AccountProcessors } from './by-account.ts';
import { connectProcessor } from './connect-processor.ts';
import type { ReceivedWebhook } from './module.ts';
import type { WebhookVerdict } from './events.ts';

export type InstallationSettings = {
  /** Its base URL, without a path. */
  readonly url: string;
  readonly apiKey: string;
  /** Deadline for the whole answer of a lookup. */
  readonly lookupTimeoutMs?: number;
};

/** Verifies that a webhook comes from the processor, and parses it. */
export type WebhookVerifier = (webhook: ReceivedWebhook) => WebhookVerdict;

export function createProcessor({ url, apiKey, lookupTimeoutMs }: InstallationSettings): AccountProcessors {
  const tools = { now: () => new Date(), lookupTimeoutMs };
  return processorsByAccount((account) =>
    connectProcessor(INSTALLED, { url, apiKey, account, webhookSecrets: [] }, tools),
  );
}

/**
 * @param secrets issued by the processor (whsec_...), separated by commas: each is accepted, so that they can be
 *   rotated
 * @returns a verifier that throws if a secret is malformed, which is an error in our settings
 */
export function createWebhookVerifier(secrets: string): WebhookVerifier {
  const webhookSecrets = secrets.split(',').map((secret) => secret.trim());
  const connection = { url: 'http://localhost', apiKey: '', account: null, webhookSecrets };
  const { readWebhook } = connectProcessor(INSTALLED, connection, { now: () => new Date() });
  return (webhook) => readWebhook(webhook, new Date());
}

const INSTALLED = 'sandbox';
