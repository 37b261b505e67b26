import type { Tone } from '#lib/ui/tone.ts';
import type { ImportPhase } from './import-view.ts';

export const PHASES: Readonly<Record<ImportPhase, { readonly label: string; readonly tone: Tone }>> = {
  trying: { label: 'Checking', tone: 'info' },
  tried: { label: 'Ready to review', tone: 'warning' },
  writing: { label: 'Importing', tone: 'info' },
  written: { label: 'Imported', tone: 'positive' },
  stopped: { label: 'Stopped', tone: 'danger' },
};
