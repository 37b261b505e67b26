// What a client sees of their refund by a link without a sign-in: where the money is, when to expect it, and by which
// number their bank finds it. Nothing of why, nothing of the matter, nothing that is the firm's own affair.
import type { BankDate, Instant } from './bank-calendar.ts';
import type { RefundStatus } from './refund-states.ts';

/** How long a link works, and how many of a refund's may work at once. */
export const CLIENT_LINK_DAYS = 60;
export const CLIENT_LINKS_MAX = 10;
/** 256 bits, as base64url. */
export const CLIENT_TOKEN_BYTES = 32;
export const CLIENT_TOKEN_LENGTH = 43;

export const CLIENT_STATIONS = ['requested', 'sent', 'on_its_way', 'at_bank'] as const;
export type ClientStation = (typeof CLIENT_STATIONS)[number];

/** Where the refund is; ended: it pays nobody, and the client should call. */
export const CLIENT_STATUSES = [...CLIENT_STATIONS, 'ended'] as const;
export type ClientStatus = (typeof CLIENT_STATUSES)[number];

const CLIENT_STATUS_OF: Readonly<Record<RefundStatus, ClientStatus>> = {
  requested: 'requested',
  awaiting_approval: 'requested',
  submitting: 'requested',
  // Nobody knows yet whether the processor has it.
  outcome_unknown: 'requested',
  processing: 'on_its_way',
  succeeded: 'at_bank',
  rejected: 'ended',
  declined: 'ended',
  canceled: 'ended',
  failed: 'ended',
};

export type ClientTimes = {
  readonly requestedAt: Instant;
  /** When the processor accepted it, and when it paid it out to the client's bank. */
  readonly acceptedAt: Instant | null;
  readonly settledAt: Instant | null;
  readonly expected: { readonly earliest: BankDate; readonly latest: BankDate };
};

export function clientStatusOf(status: RefundStatus): ClientStatus {
  return CLIENT_STATUS_OF[status];
}

/** done: behind it; now: where it is; ahead: still to come. */
export type StationPlace = 'done' | 'now' | 'ahead';

/** The four stations in order; all are ahead of a refund that ended without paying, but the first. */
export function stationPlaces(status: ClientStatus): Readonly<Record<ClientStation, StationPlace>> {
  const here = status === 'ended' ? 0 : CLIENT_STATIONS.indexOf(status);
  const placeOf = (index: number): StationPlace => {
    if (index < here || (status === 'ended' && index === 0)) return 'done';
    return index === here && status !== 'ended' ? 'now' : 'ahead';
  };
  return {
    requested: placeOf(0),
    sent: placeOf(1),
    on_its_way: placeOf(2),
    at_bank: placeOf(3),
  };
}
