import type { SyncRow } from '@makewhole/db/sync/find-sync';
import {
  REMARKS,
  NOT_TAKEN,
  type SyncCounted,
  type SyncCounts,
  type SyncWait,
} from '@makewhole/domain/contracts/processor-sync';
import type { SyncBody } from './schemas.ts';

/** Why nothing is read, for people. */
const WAITS: Readonly<Record<SyncWait, string>> = {
  refund_being_sent: 'A refund is being handed over to the payment company: refunds come first.',
  rate_limited: 'The payment company asks us to wait. It continues automatically.',
  unavailable: 'The payment company does not answer. It continues automatically once it does.',
  credentials_refused:
    'The payment company refuses the credentials of this connection. Replace them: it continues automatically then.',
  connection_disabled:
    'The connection is disabled. It continues automatically once the connection is enabled.',
};

export function syncBody(row: SyncRow): SyncBody {
  const { connectionId, isTrial, since, beganAt, reached, pages, waitingFor, waitingSince } = row;
  const isReading = row.state === 'backfilling' && row.stream !== 'changes';
  return {
    ...{ connectionId, dryRun: isTrial, state: stateOf(row), pages },
    since: since.toISOString(),
    beganAt: beganAt.toISOString(),
    readBackTo: reached?.toISOString() ?? null,
    window: isReading ? spanOf(row.windowFrom, row.windowTo) : null,
    counts: { ...row.counts },
    followed: { ...row.followed },
    notTaken: listed(row, NOT_TAKEN).map(({ words, ...one }) => ({ ...one, why: words })),
    noted: listed(row, REMARKS).map(({ words, ...one }) => ({ ...one, what: words })),
    waiting:
      waitingFor === null || waitingSince === null
        ? null
        : { for: waitingFor, since: waitingSince.toISOString(), what: WAITS[waitingFor] },
    pausedAt: row.pausedAt?.toISOString() ?? null,
    lastPageAt: row.pageAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
    gap: row.gapFrom === null || row.gapTo === null ? null : spanOf(row.gapFrom, row.gapTo),
  };
}

function stateOf({ state, pausedAt, waitingFor }: SyncRow): SyncBody['state'] {
  if (state === 'done') return 'done';
  if (pausedAt !== null) return 'paused';
  return waitingFor === 'connection_disabled' ? 'stopped' : state;
}

/** Of the past and since together, as far as there are any. */
function listed(
  { counts, followed, samples }: SyncRow,
  words: Readonly<Partial<Record<SyncCounted, string>>>,
) {
  // The cast: the keys of a literal.
  return (Object.entries(words) as [SyncCounted, string][]).flatMap(([kind, text]) => {
    const count = of(counts, kind) + of(followed, kind);
    return count === 0 ? [] : [{ kind, count, words: text, sampleIds: [...(samples[kind] ?? [])] }];
  });
}

function of(counts: SyncCounts, kind: SyncCounted): number {
  return counts[kind] ?? 0;
}

function spanOf(from: Date, to: Date) {
  return { from: from.toISOString(), to: to.toISOString() };
}
