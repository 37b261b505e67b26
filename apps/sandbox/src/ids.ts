import { randomUUID } from 'node:crypto';

type Prefix = 're' | 'evt' | 'dp';

/** A new ID of the payment company's: re_ a refund, evt_ a webhook event, dp_ a dispute. */
export function newId(prefix: Prefix): string {
  return `${prefix}_${randomUUID().replaceAll('-', '')}`;
}
