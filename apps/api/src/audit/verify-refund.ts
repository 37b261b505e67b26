import type { RefundTrail, Seal } from '@makewhole/db/audit/read-refund-trail';
import type { FirmId } from '@makewhole/domain/ids';
import { verifyAudit } from '@makewhole/verify/verify-audit';

export type RefundVerdict = {
  readonly holds: boolean;
  readonly events: number;
  /** The newest checkpoint that sealed it; null before the first night. */
  readonly sealedBy: Seal | null;
  readonly faults: readonly string[];
};

/** Verifies one refund's timeline (B9): its chain as makewhole-verify does, then its end and what checkpoints sealed of it. */
export async function verifyRefund(
  firmId: FirmId,
  { events, head, seals }: RefundTrail,
): Promise<RefundVerdict> {
  const lines = [
    { type: 'header', format: 'makewhole-audit-1', firmId, exportedAt: '' },
    ...events.map(({ hash, at, ...event }) => ({
      type: 'event',
      event: { ...event, at: at.toISOString() },
      hash,
    })),
    { type: 'end', events: events.length, checkpoints: 0 },
  ];
  const chain = await verifyAudit(lines.map((line) => JSON.stringify(line)));
  const last = events.at(-1);
  const faults = [
    ...chain.faults,
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
