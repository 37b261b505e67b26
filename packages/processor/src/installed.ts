// The sandbox that an installation may have besides its firms' own connections: one key for every firm's account there. Its
// credentials are settings of the installation.
import { connectProcessor } from './connect-processor.ts';
import type { WebhookVerdict } from './events.ts';
import type { ReceivedWebhook } from './module.ts';

export type InstallationSettings = {
  /** Its base URL, without a path. */
  readonly url: string;
  readonly apiKey: string;
};

/** The kind of the connections whose credentials the installation has. */
export const INSTALLED = 'sandbox';

/** What the module asks for, of a firm's account there. */
export function installedConnection({ url, apiKey }: InstallationSettings, account: string): unknown {
  return { url, apiKey, account, webhookSecrets: [] };
}

/** Verifies that a webhook comes from the processor, and parses it. */
export type WebhookVerifier = (webhook: ReceivedWebhook) => WebhookVerdict;

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
