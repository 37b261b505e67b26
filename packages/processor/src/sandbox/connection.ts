import { z } from 'zod';

export const sandboxConnection = z.object({
  /** Its base URL, without a path. */
  url: z.url(),
  apiKey: z.string(),
  /** Null: only webhooks are read, and each names its account. */
  account: z.string().nullable(),
  /** Each is whsec_ and base64. */
  webhookSecrets: z.array(z.string()).max(10),
});
export type SandboxConnection = z.infer<typeof sandboxConnection>;
