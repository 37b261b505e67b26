import type { ConnectionReport } from '@makewhole/domain/connections';
import type { ProcessorTools } from '../module.ts';
import { createSandboxProcessor } from './adapter.ts';
import type { SandboxConnection } from './connection.ts';

/** One list that everybody may read says whether the key is accepted; the sandbox has no finer permissions. */
export async function checkConnection(
  connection: SandboxConnection,
  { now, lookupTimeoutMs }: ProcessorTools,
): Promise<ConnectionReport> {
  const checkedAt = now().toISOString();
  const processor = createSandboxProcessor(connection, lookupTimeoutMs);
  const answer = await processor.listCreatedRefunds({
    from: checkedAt,
    to: checkedAt,
    cursor: null,
    limit: 1,
  });
  if (answer.kind === 'page') {
    return { checkedAt, mode: 'test', permissions: [{ name: 'API key', status: 'granted' }], problems: [] };
  }
  const isRefused = answer.cause === 'connection_broken';
  return {
    checkedAt,
    mode: null,
    permissions: [{ name: 'API key', status: isRefused ? 'missing' : 'unknown' }],
    problems: [
      isRefused
        ? 'The sandbox does not accept the API key or the account. Enter the ones that it was started with.'
        : `The sandbox could not be asked (${answer.message}). Check its address, then try again.`,
    ],
  };
}
