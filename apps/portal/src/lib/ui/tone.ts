/** What a color means. Words and an icon always say it too. */
export type Tone = 'neutral' | 'info' | 'positive' | 'warning' | 'danger';

/** Text on a soft background of its tone. */
export const TONE_CLASSES: Record<Tone, string> = {
  neutral: 'bg-neutral-soft text-neutral-ink',
  info: 'bg-info-soft text-info-ink',
  positive: 'bg-positive-soft text-positive-ink',
  warning: 'bg-warning-soft text-warning-ink',
  danger: 'bg-danger-soft text-danger-ink',
};
