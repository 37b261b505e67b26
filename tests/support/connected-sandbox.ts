import { findSealedConnection } from '@makewhole/db/connections/find-connection';
import type { Db } from '@makewhole/db/connect';
import {
  createConnectedProcessors,
  type ConnectedProcessors,
} from '@makewhole/processor/connected-processors';
import type { InstallationSettings } from '@makewhole/processor/installed';

/** Firms' connections to a sandbox, as a worker of an installation without stored credentials has them. */
export function connectedSandbox(db: Db, installed: InstallationSettings): ConnectedProcessors {
  return createConnectedProcessors({
    find: (connectionId) => findSealedConnection(db, connectionId),
    unseal: () => {
      throw new Error('This connection has credentials of its own');
    },
    installed,
    report: () => Promise.resolve(),
    tools: { now: () => new Date() },
  });
}
