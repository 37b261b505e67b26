import { z } from 'zod';

/** Where there is a sandbox: how every API and worker process reaches it. */
export const SANDBOX_ENV = {
  PROCESSOR_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe("the sandbox's API, http(s)://..., where there is one"),
  PROCESSOR_API_KEY: z.string().min(1).optional().describe('the key that the sandbox gave'),
};
