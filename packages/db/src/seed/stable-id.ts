import { createHash } from 'node:crypto';
import { asId } from '@makewhole/domain/ids';

/** The ID of something seeded: it looks like any other, and is the same in every database that is seeded with it. */
export function stableId<Kind extends string>(prefix: string, name: string): Kind {
  const digest = createHash('sha256').update(`${prefix} ${name}`).digest('hex');
  return asId<Kind>(`${prefix}_${digest.slice(0, 32)}`);
}
