import { existsSync } from 'node:fs';
import { z } from 'zod';
import { WORK, type Work } from '@makewhole/domain/task-queues';
import { AUDIT_SIGNING_ENV } from '@makewhole/runtime/audit-keys';
import { DATABASE_ENV } from '@makewhole/runtime/database-settings';
import { readEnv } from '@makewhole/runtime/read-env';
import { SANDBOX_ENV } from '@makewhole/runtime/sandbox-settings';
import { TEMPORAL_ENV } from '@makewhole/temporal/connection';
import { CREDENTIAL_ENV } from '@makewhole/runtime/credentials';
import { WEBHOOK_ENV } from '@makewhole/runtime/webhook-settings';

const slots = (count: number) =>
  z.coerce.number().int().min(1).max(1_000).default(count).describe('1 to 1000');

/** The worker's settings; ends the process with one clear line if one is missing or malformed. */
export function readWorkerEnv() {
  return readEnv({
    ...TEMPORAL_ENV,
    ...WEBHOOK_ENV,
    ...CREDENTIAL_ENV,
    ...DATABASE_ENV,
    ...AUDIT_SIGNING_ENV,
    ...SANDBOX_ENV,
    SMTP_URL: z.url({ protocol: /^smtps?$/ }).describe('the mail server, smtp://user:password@host:port'),
    MAIL_FROM: z.string().min(3).describe('the sender of every email, Name <address>'),
    PORTAL_URL: z.url({ protocol: /^https?$/ }).describe("the portal's address, which the emails link to"),
    WORKFLOW_BUNDLE: z
      .string()
      .refine(existsSync, 'there is no such file')
      .optional()
      .describe('a bundle that `npm run build` made; bundled at start without it'),
    SWEEP_INTERVAL_SECONDS: z.coerce.number().int().min(1).max(3600).default(60).describe('1 to 3600'),
    METRICS_ADDRESS: z
      .string()
      .regex(/^[^:/]+:\d+$/, 'not host:port')
      .optional()
      .describe('where the worker serves its metrics to Prometheus, host:port'),
    OPERATOR_EMAIL: z.email().optional().describe('the address that alarms about the system itself go to'),
    WORKER_DOES: z
      .string()
      .transform((names) => names.split(',').map((name) => name.trim()))
      .pipe(z.array(z.enum(WORK)).min(1))
      .default([...WORK])
      .describe(`what this worker does, of ${WORK.join(', ')}, with commas between`),
    MONEY_SLOTS: slots(50),
    MAIL_SLOTS: slots(20),
    WEBHOOK_SLOTS: slots(50),
    LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error']).default('info'),
  });
}

/** How many activities of each kind run at once, for the kinds that this worker handles. */
export function slotsOf(env: ReturnType<typeof readWorkerEnv>): Partial<Record<Work, number>> {
  const slotsOfAll = { money: env.MONEY_SLOTS, mail: env.MAIL_SLOTS, webhooks: env.WEBHOOK_SLOTS };
  return Object.fromEntries(env.WORKER_DOES.map((work) => [work, slotsOfAll[work]]));
}
