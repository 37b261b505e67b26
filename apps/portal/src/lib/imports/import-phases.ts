import type { Tone } from '#lib/ui/tone.ts';
import type { ImportPhase } from './import-view.ts';

export const PHASES: Readonly<Record<ImportPhase, { readonly label: string; readonly tone: Tone }>> = {
  trying: { label: 'Being tried', tone: 'info' },
  tried: { label: 'Waits for you', tone: 'warning' },
  writing: { label: 'Being written', tone: 'info' },
  written: { label: 'Written', tone: 'positive' },
  stopped: { label: 'Stopped', tone: 'danger' },
};
