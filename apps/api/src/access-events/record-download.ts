import type { Context } from 'hono';
import { recordAccessEvent } from '@makewhole/db/audit/access-events';
import type { AccessEventKind } from '@makewhole/domain/access-events';
import { clientAddressOf } from '../http/client-address.ts';
import type { ApiEnv, Services } from '../context.ts';

/** Records what a caller downloads before they get it: if it cannot be recorded, they do not get it. */
export function recordDownload(
  services: Services,
  c: Context<ApiEnv>,
  kind: Extract<AccessEventKind, 'exported' | 'evidence_read'>,
  data: Readonly<Record<string, string>>,
): Promise<void> {
  const { firmId, principalId } = c.get('caller');
  const address = clientAddressOf(c, services);
  return recordAccessEvent(services.db, { firmId, principalId, kind, address, data, at: new Date() });
}
