// When a refund that was paid out is looked at again, because it can still fail (B6): with no webhook and no list of
// changes heard, this alone finds it.

/** Days after the success; what lies beyond the capability `watchDays` is left out, and its last day is one of them. */
const LOOK_ON_DAYS = [1, 2, 3, 5, 7, 10, 14, 21, 30, 45, 60, 70] as const;
const DAY_MS = 86_400_000;

/** When to look for the first time, whatever the processor. */
export function firstLook(settledAt: Date): Date {
  return new Date(settledAt.getTime() + LOOK_ON_DAYS[0] * DAY_MS);
}

type Watched = {
  /** When the processor said that it was paid. */
  readonly settledAt: Date;
  /** The look before; the next one is after it. */
  readonly lookedAt: Date;
  /** For how many days after its success a refund may still fail: the capability of its processor. */
  readonly watchDays: number;
};

/** The next time to look at a refund; null once it cannot fail any more, or was looked at after its last day. */
export function nextLook({ settledAt, lookedAt, watchDays }: Watched): Date | null {
  const days = [...LOOK_ON_DAYS.filter((day) => day < watchDays), ...(watchDays > 0 ? [watchDays] : [])];
  const looks = days.map((day) => new Date(settledAt.getTime() + day * DAY_MS));
  return looks.find((look) => look > lookedAt) ?? null;
}
