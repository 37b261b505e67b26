import { findSealedConnection } from '@makewhole/db/connections/find-connection';
import type { Db } from '@makewhole/db/connect';
import {
  createConnectedProcessors,
  type ConnectedProcessors,
} from '@makewhole/processor/connected-processors';
import type { ProcessorCapabilities } from '@makewhole/domain/processor-capabilities';
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
