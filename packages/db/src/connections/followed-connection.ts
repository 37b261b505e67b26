// A firm that disables a connection and connects the same account again has one account and two connections: what the first
// took is refunded through the second (ADR 45).
import { sql, type AnyColumn, type SQL } from 'drizzle-orm';
import type { ConnectionId } from '@makewhole/domain/ids';

/**
 * The connection that stands for this one now: itself, unless it is disabled and the firm has another in use to the same
 * account, of which there is one at most.
 */
export function followed(connectionId: AnyColumn): SQL<ConnectionId> {
  return sql<ConnectionId>`coalesce((SELECT later.id FROM processor_connections earlier
    JOIN processor_connections later ON later.firm_id = earlier.firm_id AND later.kind = earlier.kind
      AND later.mode = earlier.mode AND later.account = earlier.account AND later.status IN ('active', 'broken')
    WHERE earlier.id = ${connectionId} AND earlier.status = 'disabled'), ${connectionId})`;
}

/** The firm's connections to the account of this one, itself among them, whatever their status. */
export function ofSameAccount(connectionId: ConnectionId): SQL {
  return sql`(SELECT one.id FROM processor_connections one JOIN processor_connections this
    ON this.firm_id = one.firm_id AND this.kind = one.kind AND this.mode = one.mode AND this.account = one.account
    WHERE this.id = ${connectionId})`;
}
