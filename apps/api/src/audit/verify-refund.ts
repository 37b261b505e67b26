import type { RefundTrail, Seal } from '@makewhole/db/audit/read-refund-trail';
import { lineOfEvent } from '@makewhole/db/audit/provable-events';
import type { RefundFacts } from '@makewhole/db/audit/refund-facts';
import type { FirmId } from '@makewhole/domain/ids';
import { createFactCheck } from '@makewhole/verify/check-facts';
import { verifyAudit } from '@makewhole/verify/verify-audit';

export type RefundVerdict = {
  readonly holds: boolean;
  readonly events: number;
  /** The newest checkpoint that sealed it; null before the first nightly checkpoint. */
  readonly sealedBy: Seal | null;
  readonly faults: readonly string[];
};

/** Verifies one refund's timeline (B9): the chain as the offline verifier does, then its end and what checkpoints sealed. */
export async function verifyRefund(
  firmId: FirmId,
  { refundId, events, head, facts, seals, redacted }: RefundTrail,
): Promise<RefundVerdict> {
  const lines = [
    { type: 'header', format: 'makewhole-audit-1', firmId, exportedAt: '' },
    ...events.map(lineOfEvent),
    { type: 'end', events: events.length, checkpoints: 0 },
  ];
  const chain = await verifyAudit(
    lines.map((line) => JSON.stringify(line)),
    // The firm's timeline is not among the lines.
    { redacted },
  );
  const last = events.at(-1);
  const faults = [
    ...chain.faults,
    ...(head.version === 0
      ? [`the timeline of ${refundId} is missing`]
      : faultsOfFacts(refundId, facts, events)),
    ...(last?.seq === head.version && last.hash === head.hash
      ? []
      : [`the timeline does not end where the refund says, at event ${head.version}`]),
    ...seals.flatMap(({ day, version, hash }) =>
      events.some((event) => event.seq === version && event.hash === hash)
        ? []
        : [`event ${version} is not the one that the checkpoint of ${day} sealed`],
    ),
  ];
  return { holds: faults.length === 0, events: events.length, sealedBy: seals.at(-1) ?? null, faults };
}

/** Where the row contradicts its events. */
function faultsOfFacts(refundId: string, facts: RefundFacts, events: RefundTrail['events']): string[] {
  const faults: string[] = [];
  const check = createFactCheck(refundId, facts, (fault) => faults.push(fault));
  for (const { at, ...event } of events) check.take({ ...event, at: at.toISOString() });
  check.finish();
  return faults;
}
