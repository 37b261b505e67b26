// What an empty list of differences says: no more than is known.
import type { Reconciliation } from '#lib/api-types.ts';

type Run = Pick<Reconciliation, 'status' | 'differenceCount'>;

/** @param run the newest comparison; null before the first one */
export function emptyTitleOf(run: Run | null): string {
  if (run === null) return 'Nothing has been compared yet';
  switch (run.status) {
    case 'running':
      return 'Comparing: no open differences so far';
    case 'failed':
      return 'No open differences, but the last comparison did not finish';
    case 'complete':
      return run.differenceCount === 0
        ? 'Everything that was compared agrees'
        : 'Every difference has been explained';
  }
}
