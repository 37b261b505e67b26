import type { ProcessorModule } from './module.ts';
import { keylessSandboxModule, sandboxModule } from './sandbox/module.ts';
import { stripeModule } from './stripe/module.ts';

/** Every payment company that a firm can connect. The only list of them. */
export const PROCESSOR_MODULES: readonly ProcessorModule[] = [
  registered(sandboxModule),
  registered(keylessSandboxModule),
  registered(stripeModule),
];

/** Hides the type of its connection: whoever calls it passes what its own `connection` has parsed. */
function registered<Connection>(module: ProcessorModule<Connection>): ProcessorModule {
  return {
    ...module,
    // Each is called with what `connection` returned, and nothing else.
    create: (connection, tools) => module.create(connection as Connection, tools),
    readWebhook: (received, connection, now) => module.readWebhook(received, connection as Connection, now),
    check: (connection, tools) => module.check(connection as Connection, tools),
  };
}
