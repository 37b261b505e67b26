// A firm's connection to Stripe's double, with its credentials sealed as the API seals them.
import { randomUUID } from 'node:crypto';
import { findSealedConnection } from '@makewhole/db/connections/find-connection';
import { addConnection, replaceCredentials } from '@makewhole/db/firms/change-connection';
import type { Db } from '@makewhole/db/connect';
import { recordConnectionHealth } from '@makewhole/db/obligations/connection-health';
import { listFacts } from '@makewhole/db/processor-events/list-facts';
import type { ConnectionId, FirmId } from '@makewhole/domain/ids';
import {
  createConnectedProcessors,
  type ConnectedProcessors,
} from '@makewhole/processor/connected-processors';
import type { InstallationSettings } from '@makewhole/processor/installed';
import { openCredentials, sealCredentials } from '@makewhole/runtime/credentials';
import { keyRingSchema } from '@makewhole/runtime/key-ring';
import type { SmallFirm } from './small-firm.ts';

const KEYS_SETTING = `k1:${Buffer.alloc(32, 7).toString('base64')}`;
export const CREDENTIAL_KEYS = keyRingSchema.parse(KEYS_SETTING);
/** Of the processes that have such connections. */
export const STRIPE_SETTINGS = { CREDENTIAL_KEYS: KEYS_SETTING, MAKEWHOLE_ALLOW_PROCESSOR_URL: '1' } as const;

type Options = {
  /** Its name here. */
  readonly account?: string;
  readonly apiKey?: string;
  readonly webhookSecrets?: readonly string[];
};

/** @param url the double's, or another server that answers in its place */
export async function connectStripe(
  db: Db,
  { firmId, people }: { readonly firmId: FirmId; readonly people: Pick<SmallFirm['people'], 'owner'> },
  url: string,
  { account = `acct_${randomUUID()}`, apiKey = 'rk_test_double_main', webhookSecrets = [] }: Options = {},
): Promise<ConnectionId> {
  const content = { apiKey, mode: 'test', account, webhookSecrets, url };
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

/** Gives the connection another key of the same account, as an owner does. */
export async function replaceKey(
  db: Db,
  { firmId, people, connectionId, processorAccount: account }: SmallFirm,
  url: string,
  apiKey: string,
): Promise<void> {
  const content = { apiKey, mode: 'test', account, webhookSecrets: [`whsec_${account}`], url };
  const at = new Date();
  const by = { firmId, principalId: people.owner, at };
  const replaced = await replaceCredentials(db, by, connectionId, {
    report: { checkedAt: at.toISOString(), mode: 'test', permissions: [], problems: [] },
    seal: (of) => sealCredentials(CREDENTIAL_KEYS, of, content),
    hint: apiKey.slice(-4),
  });
  if (replaced.kind !== 'changed') throw new Error(`The key was not replaced: ${replaced.kind}`);
}

/** Firms' connections, as a worker with these keys has them. */
export function connectedStripe(db: Db, installed: InstallationSettings): ConnectedProcessors {
  return createConnectedProcessors({
    find: (connectionId) => findSealedConnection(db, connectionId),
    unseal: (credentials) => openCredentials(CREDENTIAL_KEYS, credentials, credentials),
    installed,
    report: (connectionId, state) => recordConnectionHealth(db, connectionId, state, new Date()),
    listFacts: (of) => listFacts(db, of),
    tools: { now: () => new Date(), allowOtherServers: true },
  });
}
