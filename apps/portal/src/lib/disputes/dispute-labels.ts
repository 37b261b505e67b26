// What a dispute is called: its reason as the networks mean it, where it stands, and what the books did.
import CircleCheck from '@lucide/svelte/icons/circle-check';
import CircleX from '@lucide/svelte/icons/circle-x';
import Clock from '@lucide/svelte/icons/clock';
import Flag from '@lucide/svelte/icons/flag';
import TriangleAlert from '@lucide/svelte/icons/triangle-alert';
import Undo2 from '@lucide/svelte/icons/undo-2';
import type { DisputeKind, DisputeResponse, DisputeState } from '@makewhole/domain/disputes';
import type { PackSection } from '@makewhole/domain/evidence-pack';
import type { Tone } from '#lib/ui/tone.ts';

type Words = { readonly label: string; readonly tone: Tone; readonly icon: typeof Clock };

export const DISPUTE_STATE_LABELS: Record<DisputeState, Words> = {
  needs_response: { label: 'Needs response', tone: 'danger', icon: TriangleAlert },
  under_review: { label: 'Under review', tone: 'warning', icon: Clock },
  won: { label: 'Won', tone: 'neutral', icon: CircleCheck },
  lost: { label: 'Lost', tone: 'danger', icon: CircleX },
  given_back: { label: 'Given back', tone: 'neutral', icon: Undo2 },
  accepted: { label: 'Accepted', tone: 'neutral', icon: Flag },
};

/** What the state means for the money, in a sentence. */
export const DISPUTE_STATE_SENTENCES: Record<DisputeState, string> = {
  needs_response: 'The card network is waiting for your evidence. Without it, the dispute is lost.',
  under_review: 'Your response was sent. The client’s bank will decide.',
  won: 'The payment stands. The money is back.',
  lost: 'The client’s bank took the money back.',
  given_back: 'The dispute was lost at first, and the bank later gave the money back.',
  accepted: 'Your firm didn’t contest this dispute.',
};

export const DISPUTE_KIND_LABELS: Record<DisputeKind, string> = {
  inquiry: 'Inquiry (no money was taken)',
  chargeback: 'Chargeback',
};

export const DISPUTE_RESPONSE_LABELS: Record<DisputeResponse, string> = {
  evidence_sent: 'Evidence sent',
  accepted: 'Not contested',
};

const STEPS: Readonly<Record<string, string>> = {
  dispute_opened: 'Disputed amount taken by the bank',
  dispute_fee: 'Dispute fee',
  dispute_fee_returned: 'Dispute fee returned',
  dispute_won: 'Disputed amount returned by the bank',
  dispute_lost: 'Dispute lost',
  dispute_reclaimed: 'Trust money to be moved back',
  paid_twice: 'Client paid twice: due from the client',
  trust_payment: 'Trust payment to the firm',
  trust_deposit: 'Firm deposit into operating',
  trust_restore: 'Money moved back to trust',
  replenish: 'Trust shortage made up',
  write_off: 'Invoice written off',
  credit_note: 'Credit note issued',
};

export function describeDisputeStep(step: string): string {
  const words = step.replaceAll('_', ' ');
  return STEPS[step] ?? words.charAt(0).toUpperCase() + words.slice(1);
}

export const PACK_SECTION_LABELS: Record<PackSection, { readonly label: string; readonly meaning: string }> =
  {
    refund: {
      label: 'Proof of refund',
      meaning:
        'When you refunded this payment, the processor’s reference and the trace number. Printed first.',
    },
    payment: { label: 'Payment', meaning: 'Amount, date, payer, last four digits and what was paid.' },
    invoices: { label: 'Invoices', meaning: 'Which invoices this payment paid, with dates and amounts.' },
    emails: {
      label: 'Emails sent',
      meaning: 'Who was emailed about the refund, and when. Not what the emails said.',
    },
    history: { label: 'Refund history', meaning: 'When each step happened, with the hash that proves it.' },
    documents: { label: 'Documents', meaning: 'Files that you attach, listed with their fingerprints.' },
    matter: {
      label: 'Matter and client',
      meaning: 'The matter’s number and name, and the client’s name. Confidential.',
    },
    notes: {
      label: 'Reason and internal note',
      meaning: 'What your firm wrote about the refund. May be privileged.',
    },
  };
