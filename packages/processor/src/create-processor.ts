// The payment processor that an installation uses, made from its settings: the apps name no adapter.
import type { PaymentProcessor, WebhookVerdict } from './port.ts';
import { createSandboxProcessor, type SandboxOptions } from './sandbox/adapter.ts';
import { verifyWebhook } from './sandbox/webhook.ts';

/** A webhook as it arrived: headers with lower-case names, and the body as text, not parsed and written again. */
export type ReceivedWebhook = {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
};

/** Whether a webhook really comes from the processor, and what it says. */
export type WebhookVerifier = (webhook: ReceivedWebhook) => WebhookVerdict;

export function createProcessor(settings: SandboxOptions): PaymentProcessor {
  return createSandboxProcessor(settings);
}

/**
 * @param secrets issued by the processor (whsec_...), separated by commas: any of them is accepted, so that they can be rotated
 * @returns a verifier that throws where a secret is malformed, which is an error in our settings
 */
export function createWebhookVerifier(secrets: string): WebhookVerifier {
  const all = secrets.split(',').map((secret) => secret.trim());
  return ({ headers, body }) => verifyWebhook({ headers, body, secrets: all });
}
