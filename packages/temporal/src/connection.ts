import { loadClientConnectConfig } from '@temporalio/envconfig';
import { z } from 'zod';
import { payloadKeysSchema } from './payload-keys.ts';

const path = (what: string) => z.string().optional().describe(`the path of ${what}`);
const pem = (what: string) => z.string().optional().describe(`${what}, in PEM`);

/**
 * The settings for reaching a Temporal cluster: a local server, your own cluster, or Temporal Cloud. Their names are
 * those of every Temporal tool (@temporalio/envconfig); a file of profiles counts only where it is named.
 */
export const TEMPORAL_ENV = {
  TEMPORAL_ADDRESS: z
    .string()
    .regex(/^[^:/]+:\d+$/, 'not host:port')
    .describe('the address of the Temporal frontend, host:port'),
  TEMPORAL_NAMESPACE: z.string().default('default'),
  TEMPORAL_API_KEY: z.string().optional(),
  TEMPORAL_TLS: z.enum(['true', 'false']).default('false').describe('true or false'),
  TEMPORAL_TLS_CLIENT_CERT_PATH: path('the client certificate'),
  TEMPORAL_TLS_CLIENT_CERT_DATA: pem('the client certificate'),
  TEMPORAL_TLS_CLIENT_KEY_PATH: path("the client certificate's key"),
  TEMPORAL_TLS_CLIENT_KEY_DATA: pem("the client certificate's key"),
  TEMPORAL_TLS_SERVER_CA_CERT_PATH: path("the certificates that sign Temporal's"),
  TEMPORAL_TLS_SERVER_CA_CERT_DATA: pem("the certificates that sign Temporal's"),
  TEMPORAL_TLS_SERVER_NAME: z.string().optional().describe("the name in Temporal's certificate"),
  TEMPORAL_CONFIG_FILE: path('a file of profiles, temporal.toml'),
  TEMPORAL_PROFILE: z.string().optional().describe('a profile of TEMPORAL_CONFIG_FILE'),
  TEMPORAL_PAYLOAD_KEYS: payloadKeysSchema,
  TASK_QUEUE: z.string().default('refunds'),
};

/** As TEMPORAL_ENV reads them. */
type TemporalSettings = {
  readonly TEMPORAL_ADDRESS: string;
  readonly TEMPORAL_TLS: 'true' | 'false';
  readonly TEMPORAL_API_KEY?: string | undefined;
  readonly TEMPORAL_CONFIG_FILE?: string | undefined;
  readonly TEMPORAL_PROFILE?: string | undefined;
};

/**
 * The SDK's connection options for these settings; an API key or a certificate implies TLS.
 * @throws if a file cannot be read, or has no such profile
 */
export function temporalConnectionOptions(settings: TemporalSettings) {
  const { TEMPORAL_TLS, TEMPORAL_CONFIG_FILE: path, TEMPORAL_PROFILE: profile, ...others } = settings;
  const texts = Object.entries<unknown>(others).filter(
    (entry): entry is [string, string] => entry[0].startsWith('TEMPORAL_') && typeof entry[1] === 'string',
  );
  const { connectionOptions } = loadClientConnectConfig({
    ...(path === undefined ? { disableFile: true } : { configSource: { path } }),
    ...(profile !== undefined && { profile }),
    overrideEnvVars: {
      ...Object.fromEntries(texts),
      // false would turn off what a key or a certificate needs.
      ...(TEMPORAL_TLS === 'true' && { TEMPORAL_TLS }),
    },
  });
  const { apiKey, tls, metadata } = connectionOptions;
  return {
    address: settings.TEMPORAL_ADDRESS,
    tls: tls ?? false,
    ...(typeof apiKey === 'string' && { apiKey }),
    ...(metadata !== undefined && { metadata }),
  };
}
