/** What a color means. Words and an icon always say it too. */
export type Tone = 'neutral' | 'info' | 'positive' | 'warning' | 'danger';

/** Text on a soft background of its tone. Success has no field of its own: it is the good case, and most are. */
export const TONE_CLASSES: Record<Tone, string> = {
  neutral: 'bg-neutral-soft text-neutral-ink',
  info: 'bg-info-soft text-info-ink',
  positive: 'bg-neutral-soft text-positive-ink',
  warning: 'bg-warning-soft text-warning-ink',
  danger: 'bg-danger-soft text-danger-ink',
};
