import { SCOPES } from '@makewhole/domain/roles';
import { createApiKey } from '../api-keys/create-api-key.ts';
import type { Db } from '../connect.ts';
import { API_CLIENT, DEMO_FIRM } from './demo-people.ts';

/** Creates a key with every scope for the demo firm's practice-management system, and shows it this once. */
export async function createDemoApiKey(db: Db): Promise<string> {
  const { key } = await createApiKey(db, {
    firmId: DEMO_FIRM.id,
    principalId: API_CLIENT.id,
    scopes: SCOPES,
  });
  return key;
}
