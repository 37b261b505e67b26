import { OBLIGATIONS } from '@makewhole/domain/obligations';
import type { Obligation } from '#lib/api-types.ts';

const JUST_NOW_MS = 30_000;

/** What the person completed a moment ago, by its title; null if nothing. @param now RFC 3339 */
export function doneJustNow(
  obligations: readonly Pick<Obligation, 'kind' | 'status' | 'settledAt' | 'settledBy'>[],
  me: string,
  now: string,
): string | null {
  const mine = obligations
    .filter(({ status, settledBy }) => status === 'done' && settledBy === me)
    .filter(({ settledAt }) => settledAt !== null && Date.parse(now) - Date.parse(settledAt) < JUST_NOW_MS)
    .toSorted((one, other) => String(one.settledAt).localeCompare(String(other.settledAt)));
  const last = mine.at(-1);
  return last === undefined ? null : OBLIGATIONS[last.kind].title;
}
