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

/**
 * What the module asks for, of a firm's account there.
 * @throws if the installation has none, as in production: its firms have connections of their own
 */
export function installedConnection(installed: InstallationSettings | null, account: string): unknown {
  if (installed === null) {
    throw new Error(
      'This installation has no sandbox of its own. Set PROCESSOR_URL and PROCESSOR_API_KEY in the API and in the worker.',
    );
  }
  return { ...installed, account, webhookSecrets: [] };
}

/** Of the settings of a process: null unless both are set. */
export function installationOf({
  PROCESSOR_URL: url,
  PROCESSOR_API_KEY: apiKey,
}: {
  readonly PROCESSOR_URL?: string | undefined;
  readonly PROCESSOR_API_KEY?: string | undefined;
}): InstallationSettings | null {
  return url === undefined || apiKey === undefined ? null : { url, apiKey };
}

/** Verifies that a webhook comes from the processor, and parses it. */
export type WebhookVerifier = (webhook: ReceivedWebhook) => WebhookVerdict;

const NO_SANDBOX = { kind: 'forged', message: 'PROCESSOR_WEBHOOK_SECRET is not set' } as const;

/**
 * @param secrets issued by the processor (whsec_...), separated by commas: each is accepted, so that they can be
 *   rotated; undefined: no webhook is accepted
 * @returns a verifier that throws if a secret is malformed, which is an error in our settings
 */
export function createWebhookVerifier(secrets: string | undefined): WebhookVerifier {
  if (secrets === undefined) return () => NO_SANDBOX;
  const webhookSecrets = secrets.split(',').map((secret) => secret.trim());
  const connection = { url: 'http://localhost', apiKey: '', account: null, webhookSecrets };
  const { readWebhook } = connectProcessor(INSTALLED, connection, { now: () => new Date() });
  return (webhook) => readWebhook(webhook, new Date());
}
