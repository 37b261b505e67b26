import { findSealedConnection } from '@makewhole/db/connections/find-connection';
import { listFacts } from '@makewhole/db/processor-events/list-facts';
import type { Db } from '@makewhole/db/connect';
import {
  createConnectedProcessors,
  type ConnectedProcessors,
} from '@makewhole/processor/connected-processors';
import type { ProcessorCapabilities } from '@makewhole/domain/processor-capabilities';
import type { InstallationSettings } from '@makewhole/processor/installed';
import { openCredentials } from '@makewhole/runtime/credentials';
import { CREDENTIAL_KEYS } from './stripe-connection.ts';

/** Firms' connections, as a worker of an installation with this sandbox has them. */
export function connectedSandbox(db: Db, installed: InstallationSettings): ConnectedProcessors {
  return createConnectedProcessors({
    find: (connectionId) => findSealedConnection(db, connectionId),
    unseal: (credentials) => openCredentials(CREDENTIAL_KEYS, credentials, credentials),
    installed,
    report: () => Promise.resolve(),
    listFacts: (of) => listFacts(db, of),
    tools: { now: () => new Date() },
  });
}

type Changes = Partial<Pick<ConnectedProcessors, 'refund' | 'findRefunds'>> & {
  readonly capabilities?: Partial<ProcessorCapabilities>;
};

/** The same processors, with some of their calls or capabilities replaced, also where one is opened before its send. */
export function changedProcessors(base: ConnectedProcessors, changes: Changes): ConnectedProcessors {
  const { capabilities = {}, ...calls } = changes;
  return {
    ...base,
    ...calls,
    creditDaysOf: (kind) => capabilities.creditBankDays ?? base.creditDaysOf(kind),
    capabilitiesOf: async (of) => ({ ...(await base.capabilitiesOf(of)), ...capabilities }),
    ready: async (of) => {
      const opened = await base.ready(of);
      return {
        ...opened,
        capabilities: { ...opened.capabilities, ...capabilities },
        refund: (request) => (calls.refund ?? base.refund)({ ...request, ...of }),
      };
    },
  };
}
