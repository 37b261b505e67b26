// A refund of the caller's firm; for whoever polls it at once, or, with `Prefer: wait=N` (RFC 7240), at its next change.
import { createHash } from 'node:crypto';
import { listNotifications } from '@makewhole/db/notifications/prepare-notifications';
import { findRefund } from '@makewhole/db/refunds/find-refund';
import type { RefundView } from '@makewhole/db/refunds/refund-view';
import { asId, type FirmId, type RefundId } from '@makewhole/domain/ids';
import { isStorableText } from '@makewhole/domain/storable-text';
import type { Caller, Services } from '../context.ts';
import { mayReadNotes, refundBody } from './refund-body.ts';
import type { RefundBody } from './schemas.ts';

const WAIT_SECONDS_MAX = 60;
/** A wake-up that got lost delays an answer by no more than this. */
const LOOK_AGAIN_MS = 10_000;

type Snapshot = { readonly refund: RefundView; readonly body: RefundBody; readonly etag: string };

export type Polling = {
  /** The If-None-Match header: what the caller has. */
  readonly known: string | undefined;
  /** 0 not to wait. */
  readonly waitSeconds: number;
  /** Aborts when nobody waits any more. */
  readonly signal: AbortSignal;
};

/**
 * The refund as this caller may see it; null where the firm has none of that ID. Waits for a change of what the caller
 * has, or, where they do not say what that is, of what it is now. A closed refund is not waited for.
 */
export async function findChanged(
  services: Services,
  caller: Caller,
  id: string,
  { known, waitSeconds, signal }: Polling,
): Promise<(Snapshot & { readonly isKnown: boolean }) | null> {
  const endAtMs = performance.now() + waitSeconds * 1_000;
  const watch = services.changes.watch(id);
  try {
    const first = await snapshotOf(services, caller, id);
    const seen = known ?? first?.etag;
    for (let latest = first; ;) {
      if (latest === null) return null;
      const leftMs = endAtMs - performance.now();
      const isOver = leftMs <= 0 || signal.aborted || latest.refund.closedAt !== null;
      if (isOver || !isAmong(seen, latest.etag)) return { ...latest, isKnown: isAmong(known, latest.etag) };
      await watch.changed(Math.min(leftMs, LOOK_AGAIN_MS), signal);
      latest = await snapshotOf(services, caller, id);
    }
  } finally {
    watch.end();
  }
}

/** The firm's refund of this ID as it came from outside; null where there is none, or it is another firm's. */
export async function findOwnRefund(
  { db }: Pick<Services, 'db'>,
  firmId: FirmId,
  id: string,
): Promise<RefundView | null> {
  return isStorableText(id) ? findRefund(db, { firmId, refundId: asId<RefundId>(id) }) : null;
}

/** Seconds of `wait=N` in a Prefer header, WAIT_SECONDS_MAX at most; 0 without it. */
export function readPreference(prefer: string | undefined): number {
  const wanted = /(?:^|[,;])\s*wait\s*=\s*"?(\d{1,6})"?\s*(?:$|[,;])/i.exec(prefer ?? '')?.[1];
  return Math.min(Number(wanted ?? 0), WAIT_SECONDS_MAX);
}

async function snapshotOf(services: Services, caller: Caller, id: string): Promise<Snapshot | null> {
  const { db, links } = services;
  const refund = await findOwnRefund(services, caller.firmId, id);
  if (refund === null) return null;
  const notifications = mayReadNotes(caller)
    ? await listNotifications(db, { firmId: caller.firmId, refundId: refund.id })
    : undefined;
  const body = refundBody(refund, caller, links, notifications);
  const hash = createHash('sha256').update(JSON.stringify(body)).digest('base64url');
  return { refund, body, etag: `"${refund.version}-${hash.slice(0, 16)}"` };
}

/** Whether an If-None-Match header names an ETag: compared weakly, as RFC 9110 has it. */
function isAmong(header: string | undefined, etag: string): boolean {
  const names = header?.split(',').map((name) => name.trim().replace(/^W\//, '')) ?? [];
  return names.includes(etag) || names.includes('*');
}
