import { setTimeout as sleep } from 'node:timers/promises';
import type { Violation } from './invariants/invariant.ts';

/** Whose word comes last settles a moment after the rest. */
const SETTLING_TRIES = 20;
const SETTLING_MS = 500;

/** What still violates an invariant once everything has had its moment: an email may arrive while it is looked for. */
export async function atRest(look: () => Promise<Violation[]>): Promise<Violation[]> {
  for (let tries = 1; ; tries += 1) {
    const violations = await look();
    if (violations.length === 0 || tries === SETTLING_TRIES) return violations;
    await sleep(SETTLING_MS);
  }
}
