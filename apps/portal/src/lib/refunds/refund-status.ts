// How each status of a refund is shown: words, color and icon, and what it means for the viewer.
import Ban from '@lucide/svelte/icons/ban';
import CircleCheck from '@lucide/svelte/icons/circle-check';
import CircleDashed from '@lucide/svelte/icons/circle-dashed';
import CircleX from '@lucide/svelte/icons/circle-x';
import Clock from '@lucide/svelte/icons/clock';
import Hourglass from '@lucide/svelte/icons/hourglass';
import Send from '@lucide/svelte/icons/send';
import ShieldQuestion from '@lucide/svelte/icons/shield-question-mark';
import type { RefundStatus } from '@makewhole/domain/refund-states';
import type { Tone } from '#lib/ui/tone.ts';

export type StatusLabel = {
  readonly label: string;
  readonly tone: Tone;
  readonly icon: typeof Clock;
  /** One sentence: where the money is, and what comes next. */
  readonly meaning: string;
};

export const REFUND_STATUS_LABELS: Record<RefundStatus, StatusLabel> = {
  requested: {
    label: 'Requested',
    tone: 'info',
    icon: CircleDashed,
    meaning: 'Noted. The exact transaction is being checked with the payment processor. No money has moved.',
  },
  rejected: {
    label: 'Rejected',
    tone: 'danger',
    icon: CircleX,
    meaning: 'The check refused it. No money has moved.',
  },
  awaiting_approval: {
    label: 'Awaiting approval',
    tone: 'warning',
    icon: Hourglass,
    meaning: 'A second person must approve it. No money has moved.',
  },
  declined: {
    label: 'Declined',
    tone: 'neutral',
    icon: Ban,
    meaning: 'A person declined it. No money has moved.',
  },
  canceled: {
    label: 'Canceled',
    tone: 'neutral',
    icon: Ban,
    meaning: 'A person canceled it. No money has moved.',
  },
  submitting: {
    label: 'Submitting',
    tone: 'info',
    icon: Send,
    meaning: 'It is being handed to the payment processor.',
  },
  outcome_unknown: {
    label: 'Outcome unknown',
    tone: 'warning',
    icon: ShieldQuestion,
    meaning:
      'It was handed to the payment processor and no clear answer came. Makewhole is asking what happened before it sends anything again.',
  },
  processing: {
    label: 'Processing',
    tone: 'info',
    icon: Clock,
    meaning: 'The payment processor has it. The money is on its way back to the client.',
  },
  succeeded: {
    label: 'Succeeded',
    tone: 'positive',
    icon: CircleCheck,
    meaning: "The processor has paid it out to the client's bank.",
  },
  failed: {
    label: 'Failed',
    tone: 'danger',
    icon: CircleX,
    meaning: 'The client did not get the money. Where they are still to be paid, the firm owes it.',
  },
};
