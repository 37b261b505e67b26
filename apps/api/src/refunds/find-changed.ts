// Finds a refund of the caller's firm: at once or, with `Prefer: wait=N` (RFC 7240), at its next change.
import { createHash } from 'node:crypto';
import { listNotifications } from '@makewhole/db/notifications/prepare-notifications';
import { readConsistently } from '@makewhole/db/read-consistently';
import { findRefund } from '@makewhole/db/refunds/refund-view';
import type { RefundView } from '@makewhole/db/refunds/refund-view';
import { asId, type FirmId, type RefundId } from '@makewhole/domain/ids';
import { isStorableText } from '@makewhole/domain/storable-text';
import type { Caller, Services } from '../context.ts';
import { isAmongTags } from '../http/etags.ts';
import { mayReadNotes, refundBody } from './refund-body.ts';
import type { RefundBody } from './schemas.ts';

const WAIT_SECONDS_MAX = 60;
/** A lost wake-up delays an answer by no more than this. */
const LOOK_AGAIN_MS = 10_000;

type Snapshot = { readonly refund: RefundView; readonly body: RefundBody; readonly etag: string };

export type Polling = {
  /** The If-None-Match header: the version that the caller has. */
  readonly known: string | undefined;
  /** 0: do not wait. */
  readonly waitSeconds: number;
  /** Aborts when nobody is waiting any more. */
  readonly signal: AbortSignal;
};

/**
 * The refund as this caller may see it; null if the firm has none with this ID. Waits for a change from the version that
 * the caller has or, if they name none, from the current one. Does not wait for closed refunds.
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
      if (isOver || !isAmongTags(seen, latest.etag))
        return { ...latest, isKnown: isAmongTags(known, latest.etag) };
      await watch.changed(Math.min(leftMs, LOOK_AGAIN_MS), signal);
      latest = await snapshotOf(services, caller, id);
    }
  } finally {
    watch.end();
  }
}

/** The firm's refund with an ID that came from outside; null if there is none, or it belongs to another firm. */
export async function findOwnRefund(
  { db }: Pick<Services, 'db'>,
  firmId: FirmId,
  id: string,
): Promise<RefundView | null> {
  return isStorableText(id) ? findRefund(db, { firmId, refundId: asId<RefundId>(id) }) : null;
}

/** The seconds of `wait=N` in a Prefer header, at most WAIT_SECONDS_MAX; 0 without one. */
export function readPreference(prefer: string | undefined): number {
  const wanted = /(?:^|[,;])\s*wait\s*=\s*"?(\d{1,6})"?\s*(?:$|[,;])/i.exec(prefer ?? '')?.[1];
  return Math.min(Number(wanted ?? 0), WAIT_SECONDS_MAX);
}

async function snapshotOf(services: Services, caller: Caller, id: string): Promise<Snapshot | null> {
  const { links } = services;
  const { firmId } = caller;
  const { refund, notifications } = await readConsistently(services.db, async (db) => {
    const refund = await findOwnRefund({ db }, firmId, id);
    const isTold = refund !== null && mayReadNotes(caller);
    return {
      refund,
      notifications: isTold ? await listNotifications(db, { firmId, refundId: refund.id }) : undefined,
    };
  });
  if (refund === null) return null;
  const body = refundBody(refund, caller, links, notifications);
  const hash = createHash('sha256').update(JSON.stringify(body)).digest('base64url');
  return { refund, body, etag: `"${refund.version}-${hash.slice(0, 16)}"` };
}
