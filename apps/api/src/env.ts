import { z } from 'zod';
import { parseNetworks } from '@makewhole/domain/client-address';
import { EVIDENCE_BYTES_PER_FIRM } from '@makewhole/domain/evidence';
import { AUDIT_PUBLIC_ENV } from '@makewhole/runtime/audit-keys';
import { CREDENTIAL_ENV } from '@makewhole/runtime/credentials';
import { DATABASE_ENV } from '@makewhole/runtime/database-settings';
import { readEnv } from '@makewhole/runtime/read-env';
import { SANDBOX_ENV } from '@makewhole/runtime/sandbox-settings';
import { TEMPORAL_ENV } from '@makewhole/temporal/connection';
import { WEBHOOK_ENV } from '@makewhole/runtime/webhook-settings';

const WEBHOOK_SECRETS = /^whsec_[A-Za-z0-9+/]{32,}={0,2}(?:\s*,\s*whsec_[A-Za-z0-9+/]{32,}={0,2})*$/;
const httpUrl = () => z.url({ protocol: /^https?$/ });

const WEBHOOK_SECRET = z
  .string()
  .regex(
    WEBHOOK_SECRETS,
    'not whsec_ and base64 of at least 24 bytes, or several of these separated by commas',
  )
  .optional()
  .describe(
    'the secret that the sandbox signs its webhooks with, whsec_...; during a rotation both, separated by a comma',
  );

/**
 * The API's settings; ends the process with one clear line if any is missing or malformed.
 * @param environment where they are; the process's own if absent
 */
export function readApiEnv(environment = process.env) {
  return readEnv(
    {
      ...TEMPORAL_ENV,
      ...WEBHOOK_ENV,
      ...AUDIT_PUBLIC_ENV,
      ...CREDENTIAL_ENV,
      ...DATABASE_ENV,
      API_HOST: z.string().default('127.0.0.1').describe('the address to listen on'),
      API_PORT: z.coerce
        .number()
        .int()
        .min(0)
        .max(65_535)
        .describe('the port to listen on; 0 takes any free one'),
      ...SANDBOX_ENV,
      PROCESSOR_WEBHOOK_SECRET: WEBHOOK_SECRET,
      AUTH_SECRET: z
        .string()
        .min(32)
        .describe('at least 32 random characters, the same for every API process'),
      API_URL: httpUrl().describe("this API's own public address"),
      PORTAL_URL: httpUrl().describe(
        "the portal's address: the only origin from which sessions are accepted",
      ),
      TRUSTED_PROXIES: z
        .string()
        .refine(
          (text) => parseNetworks(text) !== null,
          'not addresses and CIDR networks, separated by commas',
        )
        .optional()
        .describe(
          "the portal's address and those of the proxies before this API, such as 10.0.0.7,10.0.1.0/24",
        ),
      TEMPORAL_UI_URL: httpUrl().optional().describe('the Temporal UI, for links to workflows'),
      TEMPORAL_CODEC_TOKEN: z
        .string()
        .min(32)
        .optional()
        .describe('at least 32 random characters; lets operators decrypt payloads'),
      METRICS_TOKEN: z
        .string()
        .min(32)
        .optional()
        .describe('at least 32 random characters, the token for /metrics; required if PORTAL_URL is https'),
      EVIDENCE_BYTES_PER_FIRM: z.coerce
        .number()
        .int()
        .positive()
        .default(EVIDENCE_BYTES_PER_FIRM)
        .describe('how many bytes of evidence a firm may store in total'),
      TEMPORAL_CODEC_FOR_OWNERS: z
        .stringbool()
        .default(false)
        .describe(
          'true lets every owner decrypt the payloads of all firms; for installations whose firms are one and the same',
        ),
      LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error']).default('info'),
    },
    { environment },
  );
}

export type ApiSettings = ReturnType<typeof readApiEnv>;
