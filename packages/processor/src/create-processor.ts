// The payment processor that an installation uses, created from its settings: the apps name no adapter.
import type { PaymentProcessor, WebhookVerdict } from './port.ts';
import { createSandboxProcessor, type SandboxOptions } from './sandbox/adapter.ts';
import { verifyWebhook } from './sandbox/webhook.ts';

/** A webhook as it arrived: headers with lower-case names, and the raw body as text. */
export type ReceivedWebhook = {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
};

/** Verifies that a webhook comes from the processor, and parses it. */
export type WebhookVerifier = (webhook: ReceivedWebhook) => WebhookVerdict;

export function createProcessor(settings: SandboxOptions): PaymentProcessor {
  return createSandboxProcessor(settings);
}

/**
 * @param secrets issued by the processor (whsec_...), separated by commas: each is accepted, so that they can be
 *   rotated
 * @returns a verifier that throws if a secret is malformed, which is an error in our settings
 */
export function createWebhookVerifier(secrets: string): WebhookVerifier {
  const all = secrets.split(',').map((secret) => secret.trim());
  return ({ headers, body }) => verifyWebhook({ headers, body, secrets: all });
}
