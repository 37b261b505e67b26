import { existsSync } from 'node:fs';
import { z } from 'zod';
import { readEnv } from '@makewhole/runtime/read-env';
import { TEMPORAL_ENV } from '@makewhole/runtime/temporal-connection';
import { WEBHOOK_ENV } from '@makewhole/runtime/webhook-settings';

/** The worker's settings; ends the process with one clear line where one is missing or malformed. */
export function readWorkerEnv() {
  return readEnv({
    ...TEMPORAL_ENV,
    ...WEBHOOK_ENV,
    DATABASE_URL: z
      .url({ protocol: /^postgres(ql)?$/ })
      .describe('the Postgres to use, postgres://user:password@host:port/name'),
    PROCESSOR_URL: z.url({ protocol: /^https?$/ }).describe("the payment company's API, http(s)://..."),
    PROCESSOR_API_KEY: z.string().min(1).describe('the key that the payment company gave'),
    SMTP_URL: z.url({ protocol: /^smtps?$/ }).describe('the mail server, smtp://user:password@host:port'),
    MAIL_FROM: z.string().min(3).describe('the sender of every email, Name <address>'),
    PORTAL_URL: z.url({ protocol: /^https?$/ }).describe("the portal's address, which the emails link to"),
    WORKFLOW_BUNDLE: z
      .string()
      .refine(existsSync, 'there is no such file')
      .optional()
      .describe('a bundle that `npm run build` made; bundled at start without it'),
    SWEEP_INTERVAL_SECONDS: z.coerce.number().int().min(1).max(3600).default(60).describe('1 to 3600'),
    LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error']).default('info'),
  });
}
