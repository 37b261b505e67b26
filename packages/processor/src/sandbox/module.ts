import type { ProcessorModule } from '../module.ts';
import { createSandboxProcessor } from './adapter.ts';
import { checkConnection, checkKeylessConnection } from './check.ts';
import { sandboxConnection, type SandboxConnection } from './connection.ts';
import { createKeylessProcessor, readKeylessWebhook } from './keyless.ts';
import { createSandboxPayouts } from './payouts.ts';
import { readConnectionWebhook } from './webhook.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** The sandbox payment processor (apps/sandbox): no money moves. */
export const sandboxModule: ProcessorModule<SandboxConnection> = {
  kind: 'sandbox',
  name: 'Sandbox',
  isStandIn: true,
  capabilities: {
    idempotency: 'key',
    // It keeps keys for 24 hours.
    sendAgainWithinMs: DAY_MS - 60 * 60 * 1000,
    notFoundBelievedAfterMs: 10 * 60 * 1000,
    sendTimeoutMs: 20_000,
    truth: 'api',
    referenceLookup: 'by_reference',
    changeFeed: { kind: 'feed', keptDays: null },
    methods: ['card', 'ach'],
    refundWindowDays: { card: null, ach: null },
    creditBankDays: { card: { from: 1, to: 2 }, ach: { from: 1, to: 2 } },
    watchDays: { card: 2, ach: 7 },
    tracesRefunds: true,
    hasInquiries: true,
    pageMax: 200,
    lookupsPerSecond: 50,
  },
  connection: sandboxConnection,
  create: (connection, { lookupTimeoutMs }) => createSandboxProcessor(connection, lookupTimeoutMs),
  payouts: (connection, { lookupTimeoutMs }) => createSandboxPayouts(connection, lookupTimeoutMs),
  readWebhook: readConnectionWebhook,
  check: checkConnection,
};

/** The sandbox started with SANDBOX_MODE=keyless: what is never sent twice, and only heard of. */
export const keylessSandboxModule: ProcessorModule<SandboxConnection> = {
  ...withoutPayouts(sandboxModule),
  kind: 'sandbox_keyless',
  name: 'Sandbox without keys',
  capabilities: {
    ...sandboxModule.capabilities,
    idempotency: 'none',
    sendAgainWithinMs: 0,
    notFoundBelievedAfterMs: null,
    truth: 'notifications',
    referenceLookup: 'by_notifications',
    changeFeed: { kind: 'none' },
  },
  create: (connection, { facts }) => {
    if (facts === undefined) throw new Error('A processor that is only heard of needs what it reported');
    return createKeylessProcessor(connection, facts);
  },
  readWebhook: readKeylessWebhook,
  check: checkKeylessConnection,
};

/** Its payouts cannot be read back either. */
function withoutPayouts({ payouts: _payouts, ...module }: typeof sandboxModule): typeof sandboxModule {
  return module;
}
