// A payout in words.
import CircleCheck from '@lucide/svelte/icons/circle-check';
import CircleX from '@lucide/svelte/icons/circle-x';
import Clock from '@lucide/svelte/icons/clock';
import TriangleAlert from '@lucide/svelte/icons/triangle-alert';
import type { Tone } from '#lib/ui/tone.ts';
import type { PayoutState } from './payout-state.ts';

export const PAYOUT_LABELS: Record<
  PayoutState,
  { readonly label: string; readonly tone: Tone; readonly icon: typeof Clock }
> = {
  failed: { label: 'Came back', tone: 'danger', icon: CircleX },
  booked: { label: 'Booked', tone: 'positive', icon: CircleCheck },
  unexplained: { label: 'Not explained', tone: 'warning', icon: TriangleAlert },
  pending: { label: 'On its way', tone: 'info', icon: Clock },
};
