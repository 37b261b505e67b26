// The API as a server on a port of its own, over a real database and the sandbox, with two firms that know nothing of
// each other.
import { inject } from 'vitest';
import type { ApiSettings } from '@makewhole/api/env';
import { startApi } from '@makewhole/api/start-api';
import { createApiKey } from '@makewhole/db/api-keys/create-api-key';
import { createPrincipal } from '@makewhole/db/users/create-principal';
import { connect, type Db } from '@makewhole/db/connect';
import { createTestDatabase } from '@makewhole/db/test-database';
import { EVIDENCE_BYTES_PER_FIRM } from '@makewhole/domain/evidence';
import type { Scope } from '@makewhole/domain/roles';
import { createLogger } from '@makewhole/runtime/logger';
import { freePort } from '@makewhole/stack/ports';
import { SANDBOX_API_KEY, WEBHOOK_SECRET, startSandbox } from '../../support/sandbox-control.ts';
import {
  createSmallFirm,
  givePayment,
  type SmallFirm,
  type WantedPayment,
} from '../../support/small-firm.ts';

export const PORTAL_URL = 'http://portal.example';
/** Nothing listens there. */
export const NOWHERE = '127.0.0.1:9';
const EVERY_SCOPE: readonly Scope[] = ['read', 'refund', 'trust', 'import'];

export type ApiWorld = Awaited<ReturnType<typeof createApiWorld>>;

/** @param settings over the world's own */
export async function createApiWorld(settings: Partial<ApiSettings> = {}) {
  const database = await createTestDatabase(inject('databaseUrl'));
  const { db, close } = connect(database.url);
  // The sandbox has to know the API's address before the API, which has to know the sandbox's, starts.
  const API_PORT = await freePort();
  const sandbox = await startSandbox(`http://127.0.0.1:${API_PORT}/v1/processor/webhooks`);
  const api = await startApi(
    apiSettings({ API_PORT, DATABASE_URL: database.appUrl, PROCESSOR_URL: sandbox.url, ...settings }),
    createLogger('api', 'silent'),
  );
  const firm = await createSmallFirm(db);
  const otherFirm = await createSmallFirm(db);
  return {
    db,
    databaseUrl: database.url,
    sandbox,
    url: api.url,
    firm,
    otherFirm,
    key: await giveKey(db, firm),
    otherKey: await giveKey(db, otherFirm),
    pay: (wanted: WantedPayment = CARD_PAYMENT) => givePayment(db, sandbox, firm, wanted),
    async stop() {
      await api.stop();
      await Promise.all([sandbox.stop(), close()]);
      await database.drop();
    },
  };
}

const CARD_PAYMENT: WantedPayment = { parts: [{ of: 'invoice', amount: 1_250_00 }] };

export function apiSettings(over: Partial<ApiSettings>): ApiSettings {
  return {
    API_HOST: '127.0.0.1',
    API_PORT: 0,
    API_URL: 'http://api.example',
    PORTAL_URL,
    AUTH_SECRET: 'a secret for tests alone, which has more than 32 characters',
    DATABASE_URL: inject('databaseUrl'),
    DATABASE_POOL_MAX: 10,
    PROCESSOR_URL: `http://${NOWHERE}`,
    PROCESSOR_API_KEY: SANDBOX_API_KEY,
    PROCESSOR_WEBHOOK_SECRET: WEBHOOK_SECRET,
    TEMPORAL_ADDRESS: NOWHERE,
    TEMPORAL_NAMESPACE: 'default',
    TEMPORAL_TLS: 'false',
    TEMPORAL_PAYLOAD_KEYS: [],
    CREDENTIAL_KEYS: [],
    MAKEWHOLE_ALLOW_PROCESSOR_URL: false,
    TEMPORAL_CODEC_FOR_OWNERS: false,
    EVIDENCE_BYTES_PER_FIRM,
    TASK_QUEUE: 'nobody-listens',
    LOG_LEVEL: 'info',
    WEBHOOK_SIGNING_KEY: 'a signing key for tests alone, of more than 32 characters',
    WEBHOOK_PRIVATE_TARGETS: false,
    AUDIT_PUBLIC_KEYS: [],
    ...over,
  };
}

/** An API key of a new API client of the firm. */
export async function giveKey(
  db: Db,
  { firmId }: Pick<SmallFirm, 'firmId'>,
  scopes: readonly Scope[] = EVERY_SCOPE,
): Promise<string> {
  const principalId = await createPrincipal(db, { firmId, kind: 'api_client', name: 'Practice management' });
  const { key } = await createApiKey(db, { firmId, principalId, scopes });
  return key;
}
