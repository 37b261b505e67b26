/** What the card of a connection shows of the taking over of its payments. */
export type SyncShown = {
  readonly state: 'backfilling' | 'following' | 'paused' | 'stopped' | 'done';
  readonly since: string;
  readonly readBackTo: string | null;
  readonly waiting: { readonly since: string; readonly what: string } | null;
  readonly pausedAt: string | null;
  readonly lastPageAt: string;
  readonly gap: { readonly from: string; readonly to: string } | null;
  readonly payments: number;
  /** Of these, new here. */
  readonly isNew: number;
  readonly refundsElsewhere: number;
  /** What to know of those taken over, and what was not, with why. */
  readonly listed: readonly {
    readonly kind: string;
    readonly count: number;
    readonly words: string;
    readonly sampleIds: readonly string[];
  }[];
};
