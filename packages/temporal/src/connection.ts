import { z } from 'zod';
import { payloadKeysSchema } from './payload-keys.ts';

/** The settings for reaching a Temporal cluster: a local server, your own cluster, or Temporal Cloud. */
export const TEMPORAL_ENV = {
  TEMPORAL_ADDRESS: z
    .string()
    .regex(/^[^:/]+:\d+$/, 'not host:port')
    .describe('the address of the Temporal frontend, host:port'),
  TEMPORAL_NAMESPACE: z.string().default('default'),
  TEMPORAL_API_KEY: z.string().optional(),
  TEMPORAL_TLS: z.enum(['true', 'false']).default('false').describe('true or false'),
  TEMPORAL_PAYLOAD_KEYS: payloadKeysSchema,
  TASK_QUEUE: z.string().default('refunds'),
};

type TemporalSettings = {
  readonly TEMPORAL_ADDRESS: string;
  readonly TEMPORAL_API_KEY?: string | undefined;
  readonly TEMPORAL_TLS: 'true' | 'false';
};

/** The SDK's connection options for these settings; an API key implies TLS. */
export function temporalConnectionOptions(settings: TemporalSettings) {
  const apiKey = settings.TEMPORAL_API_KEY;
  return {
    address: settings.TEMPORAL_ADDRESS,
    tls: settings.TEMPORAL_TLS === 'true' || apiKey !== undefined,
    ...(apiKey === undefined ? {} : { apiKey }),
  };
}
