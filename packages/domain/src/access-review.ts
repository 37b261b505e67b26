// PCI DSS 8.2.6: sign-ins and API keys that nobody has used for 90 days end. The owners are told a week before.
import type { Instant } from './bank-calendar.ts';

const DAY_MS = 24 * 60 * 60_000;
const INACTIVE_DAYS = 90;
const TOLD_DAYS_BEFORE = 7;

/** A user or key that is about to end, or has just ended. `name` is the user's, or the program's. */
export type Unused = {
  readonly kind: 'user' | 'api_key';
  readonly id: string;
  readonly name: string;
  readonly lastUsedAt: Instant;
  /** From when it ends, or ended. */
  readonly endsAt: Instant;
};

export type Use = {
  readonly lastUsedAt: Date;
  /** When the owners were told; null if they never were. */
  readonly toldAt: Date | null;
};

export type Review =
  | { readonly kind: 'used' }
  /** The owners must be told now. */
  | { readonly kind: 'tell'; readonly endsAt: Date }
  /** They were told, and the day has not come. */
  | { readonly kind: 'told'; readonly endsAt: Date }
  | { readonly kind: 'end'; readonly endsAt: Date };

/** Nothing used after this instant can be due: the nightly review reads only the rest. */
export function reviewedIfUsedBefore(now: Date): Date {
  return new Date(now.getTime() - (INACTIVE_DAYS - TOLD_DAYS_BEFORE) * DAY_MS);
}

/**
 * What is due for a user or key: nothing ends before 90 days without use, nor before the owners have known for a week,
 * however late they were told. A use in between starts over.
 */
export function reviewUse({ lastUsedAt, toldAt }: Use, now: Date): Review {
  if (lastUsedAt > reviewedIfUsedBefore(now)) return { kind: 'used' };
  const dueMs = lastUsedAt.getTime() + INACTIVE_DAYS * DAY_MS;
  const wasTold = toldAt !== null && toldAt > lastUsedAt;
  const knownFromMs = wasTold ? toldAt.getTime() : now.getTime();
  const endsAt = new Date(Math.max(dueMs, knownFromMs + TOLD_DAYS_BEFORE * DAY_MS));
  if (!wasTold) return { kind: 'tell', endsAt };
  return endsAt <= now ? { kind: 'end', endsAt } : { kind: 'told', endsAt };
}
