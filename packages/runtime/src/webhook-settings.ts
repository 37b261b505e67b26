import { z } from 'zod';

/** The webhook settings that every API and worker process shares. */
export const WEBHOOK_ENV = {
  WEBHOOK_SIGNING_KEY: z
    .string()
    .min(32)
    .optional()
    .describe('at least 32 random characters, from which the secrets of webhooks are made; none without it'),
  WEBHOOK_PRIVATE_TARGETS: z
    .stringbool()
    .default(false)
    .describe('true lets webhooks go to private addresses and over http: for development alone'),
};
