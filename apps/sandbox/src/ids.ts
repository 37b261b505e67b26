import { randomUUID } from 'node:crypto';

type Prefix = 're' | 'evt' | 'dp';

/** A new ID: re_ for a refund, evt_ for a webhook event, dp_ for a dispute. */
export function newId(prefix: Prefix): string {
  return `${prefix}_${randomUUID().replaceAll('-', '')}`;
}
