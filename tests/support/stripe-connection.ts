// A firm's connection to Stripe's double, with its credentials sealed as the API seals them.
import { randomUUID } from 'node:crypto';
import { addConnection } from '@makewhole/db/firms/change-connection';
import type { Db } from '@makewhole/db/connect';
import type { ConnectionId } from '@makewhole/domain/ids';
import { sealCredentials } from '@makewhole/runtime/credentials';
import { keyRingSchema } from '@makewhole/runtime/key-ring';
import type { SmallFirm } from './small-firm.ts';

export const CREDENTIAL_KEYS = keyRingSchema.parse(`k1:${Buffer.alloc(32, 7).toString('base64')}`);

/** @param url the double's, or another server that answers in its place */
export async function connectStripe(
  db: Db,
  { firmId, people }: SmallFirm,
  url: string,
  apiKey = 'rk_test_double_main',
  account = `acct_${randomUUID()}`,
): Promise<ConnectionId> {
  const content = { apiKey, mode: 'test', account, webhookSecrets: [], url };
  const at = new Date();
  const added = await addConnection(
    db,
    { firmId, principalId: people.owner, at },
    {
      ...({ kind: 'stripe', label: 'Card payments', mode: 'test', account } as const),
      ...({ settles: 'gross', paysOutTo: 'mixed' } as const),
      rules: {
        lossesDebit: { card: 'operating', ach: 'operating' },
        drawsOn: { card: 'operating', ach: 'operating' },
      },
      report: { checkedAt: at.toISOString(), mode: 'test', permissions: [], problems: [] },
    },
    { seal: (of) => sealCredentials(CREDENTIAL_KEYS, of, content), hint: apiKey.slice(-4) },
  );
  if (added.kind !== 'added') throw new Error(`The connection is ${added.kind}`);
  return added.connection.id;
}
