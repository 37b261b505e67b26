import type { ConnectionId } from '@makewhole/domain/ids';
import type { Services } from '../context.ts';

/** However many webhooks come: what was missed is seen within a minute. */
const EVERY_MS = 5_000;

/** Makes the sync of a connection look for changes when a webhook came, and not at each of many. */
export function createSyncNudge({ background, workflows }: Pick<Services, 'background' | 'workflows'>) {
  const nudgedAt = new Map<ConnectionId, number>();
  return (connectionId: ConnectionId): void => {
    const now = performance.now();
    if (now - (nudgedAt.get(connectionId) ?? Number.NEGATIVE_INFINITY) < EVERY_MS) return;
    nudgedAt.set(connectionId, now);
    background.run('a sync was not told of a webhook; it looks by itself within a minute', () =>
      workflows.nudgeSync(connectionId),
    );
  };
}
