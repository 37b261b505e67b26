import { z } from 'zod';
import type { ProcessorTools } from '../module.ts';

const STRIPE_URL = 'https://api.stripe.com';

export const stripeConnection = z.object({
  /** A restricted or a secret key of the firm's own account. */
  apiKey: z
    .string()
    .regex(/^[rs]k_(?:live|test)_\w{8,}$/, 'is not a key: copy a restricted key, which begins with rk_'),
  mode: z.enum(['live', 'test']),
  /** Our name for it, which the records carry: Stripe names no account where the key is the firm's own. */
  account: z.string().min(1).max(100),
  /** Of the webhook endpoint, newest first; two while one is rolled. Empty if there is none: changes are asked for. */
  webhookSecrets: z
    .array(z.string().regex(/^whsec_\w+$/, 'is not a signing secret: it begins with whsec_'))
    .max(2),
  /** Another server in Stripe's place; only in test mode, and where the installation allows it. */
  url: z.url().optional(),
});
export type StripeConnection = z.infer<typeof stripeConnection>;

/** @throws if the connection names a server that is not allowed: its key would go there */
export function serverOf({ url, mode }: StripeConnection, { allowOtherServers }: ProcessorTools): string {
  if (url === undefined || url === STRIPE_URL) return STRIPE_URL;
  if (mode === 'test' && allowOtherServers === true) return url;
  throw new Error(
    'This connection names another server than Stripe. Remove its URL, or set MAKEWHOLE_ALLOW_PROCESSOR_URL=1 for one in test mode.',
  );
}
