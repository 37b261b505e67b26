// A payment whose connection nobody knows: each connection is asked at once.
import type { ConnectionId, TransactionId } from '@makewhole/domain/ids';
import type { ConnectedProcessors, OfConnection } from './connected-processors.ts';
import { askForRecord } from './read-record.ts';

type Read = Awaited<ReturnType<typeof askForRecord>>;
type Asked = OfConnection & { readonly read: Read };

/** Which answer counts: one that has the payment, then one that may have it. "Not found" only if all say so. */
const PRECEDENCE: readonly Read['kind'][] = ['usable', 'unusable', 'unavailable', 'not_found'];

/**
 * Looks up a payment by its exact ID at every one of the connections; as soon as one has it, the others are not waited for.
 * @param connectionIds at least one
 * @throws Error if there are none
 */
export async function askEach(
  processor: Pick<ConnectedProcessors, 'getPayment'>,
  transactionId: TransactionId,
  connectionIds: readonly ConnectionId[],
): Promise<Asked> {
  const asked = connectionIds.map(async (connectionId) => ({
    connectionId,
    read: await askForRecord(processor, { connectionId, transactionId }),
  }));
  const all = Promise.all(asked);
  const each = asked.map(async (one) => ((await one).read.kind === 'usable' ? [await one] : all));
  const answers = await Promise.race([all, ...each]);
  const [first] = PRECEDENCE.flatMap((kind) => answers.find(({ read }) => read.kind === kind) ?? []);
  if (first === undefined) throw new Error('There is no connection to ask');
  return first;
}
