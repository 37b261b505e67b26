// The words of the drawing of a refund's money.
import { formatMoney, money, type Currency } from '@makewhole/domain/money';
import type { RefundStatus } from '@makewhole/domain/refund-states';
import type { Refund } from '#lib/api-types.ts';
import { formatStationDates } from '#lib/time/format.ts';
import type { FlowArrow, FlowBox, FlowPlace } from './flow-shape.ts';

export const ARROW_LABELS = {
  refund: { owed: 'Refund', posted: 'Refund sent', undone: 'Refund came back' },
  trust_payment: {
    owed: 'Trust will pay the firm back',
    moving: 'Paid from trust, not deposited yet',
    posted: 'Trust paid the firm back',
    undone: 'Returned to trust',
  },
  trust_restore: { owed: 'To go back to trust', posted: 'Moved back to trust' },
  repayment: { owed: 'Still owed to the client', posted: 'Paid another way' },
  original_bounced: { posted: 'Taken back by the client’s bank' },
  disputed: { risk: 'At risk: the client disputes the payment' },
} as const;

const PLACE_NAMES: Record<FlowPlace, string> = {
  trust: 'trust',
  operating: 'operating',
  client: 'the client',
};

const STATE_NAMES: Record<FlowArrow['state'], string> = {
  owed: 'to come',
  moving: 'on its way',
  posted: 'done',
  undone: 'undone',
  risk: 'at risk',
};

export const on = (day: string | null): string | null => day && formatStationDates(day);
export const due = (day: string): string => `due ${formatStationDates(day)}`;

/** Before the trust steps are owed: from when they will be. */
export function owedFrom(steps: Refund['trustSteps']): string | null {
  if (steps === null) return null;
  return steps.from === 'accepted' ? 'once the processor accepts' : 'once the client is paid';
}

export const BOX_TITLES: Record<FlowPlace, string> = {
  trust: 'Trust',
  operating: 'Operating',
  client: 'Client',
};

/** What the figures of a box are of. @param matterNumber null if the payment has no matter */
export function boxCaption(place: FlowPlace, shows: FlowBox['shows'], matterNumber: string | null): string {
  if (place === 'client') return 'Paid back';
  if (shows === 'change') return 'Change from this refund';
  return matterNumber === null ? 'Trust balance' : `Balance of matter ${matterNumber}`;
}

/** What the client has, or can expect. */
export function clientNote(
  status: RefundStatus | null,
  expected: Refund['expected'],
  arrivedOn: string | null,
): string | null {
  if (status === 'succeeded') return arrivedOn && `At the client’s bank ${formatStationDates(arrivedOn)}`;
  if (status === 'declined' || status === 'canceled' || status === 'rejected') return 'No money moved';
  if (status === 'failed') return 'The refund did not arrive';
  return `Expected ${formatStationDates(expected.earliest, expected.latest)}`;
}

export const TRUST_GONE = 'This money is no longer in trust: nothing is owed from it';

export function describeArrow(
  { amount, from, to, words, state, when }: FlowArrow,
  currency: Currency,
): string {
  const shown = formatMoney(money(amount), currency);
  const time = when === null ? '' : `, ${when}`;
  return `${words}: ${shown} from ${PLACE_NAMES[from]} to ${PLACE_NAMES[to]}, ${STATE_NAMES[state]}${time}.`;
}

export function describeBox({ title, caption, from, to, hold, note }: FlowBox, currency: Currency): string {
  const shown = (amount: number) => formatMoney(money(amount), currency);
  const figures = from === to ? shown(to) : `${shown(from)} before, ${shown(to)} after`;
  const held = hold !== null && hold.forThis > 0 ? ` ${shown(hold.forThis)} is held for this refund.` : '';
  return `${title}: ${lowered(caption)} ${figures}.${held}${note === null ? '' : ` ${note}.`}`;
}

function lowered(caption: string): string {
  return caption.charAt(0).toLowerCase() + caption.slice(1);
}
