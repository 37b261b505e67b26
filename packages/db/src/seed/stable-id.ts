import { createHash } from 'node:crypto';
import { asId } from '@makewhole/domain/ids';

/** The ID of a seeded row: it looks like any other, and is the same in every seeded database. */
export function stableId<Kind extends string>(prefix: string, name: string): Kind {
  const digest = createHash('sha256').update(`${prefix} ${name}`).digest('hex');
  return asId<Kind>(`${prefix}_${digest.slice(0, 32)}`);
}
