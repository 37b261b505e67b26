import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asId, type ConnectionId, type TransactionId } from '@makewhole/domain/ids';
import { sampleRequest } from '../test-support/sample-request.ts';
import { ACCOUNT, API_KEY, startSandbox, type SandboxProcess } from '../test-support/sandbox-process.ts';
import { createConnectedProcessors, type StoredConnection } from './connected-processors.ts';

let sandbox: SandboxProcess;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());

const connectionId = asId<ConnectionId>('pc_1');
type Credentials = { readonly version: number; readonly content: unknown };
const INSTALLED: StoredConnection<Credentials> = {
  ...{ kind: 'sandbox', account: ACCOUNT, credentials: null },
  isBroken: false,
};
const contentOf = (apiKey: string) => ({
  ...{ url: sandbox.url, apiKey, account: ACCOUNT },
  webhookSecrets: [],
});

/** One connection, as it stands in `stored`, and what was reported of it. */
function connected(stored: { now: StoredConnection<Credentials> | Error }) {
  const reports: string[] = [];
  const processors = createConnectedProcessors({
    find: async () => {
      if (stored.now instanceof Error) throw stored.now;
      return stored.now;
    },
    unseal: ({ content }) => content,
    installed: { url: sandbox.url, apiKey: API_KEY },
    report: async (of, state) => {
      reports.push(`${of} ${state}`);
      if (!(stored.now instanceof Error)) stored.now = { ...stored.now, isBroken: state === 'broken' };
    },
    listFacts: () => Promise.resolve([]),
    tools: { now: () => new Date(), lookupTimeoutMs: 2_000 },
  });
  return { processors, reports };
}

describe('a connection', () => {
  it('whose credentials the installation has is asked under its account', async () => {
    const transactionId = asId<TransactionId>(await sandbox.addPayment());
    const { processors, reports } = connected({ now: INSTALLED });
    expect(await processors.getPayment({ connectionId, transactionId })).toMatchObject({ kind: 'found' });
    expect(reports).toEqual([]);
  });

  it('that the company refuses is reported, waits, and works again once its credentials are replaced', async () => {
    const transactionId = asId<TransactionId>(await sandbox.addPayment());
    const stored = { now: { ...INSTALLED, credentials: { version: 1, content: contentOf('dead') } } };
    const { processors, reports } = connected(stored);
    const request = { ...sampleRequest(transactionId), connectionId };
    expect(await processors.refund(request)).toMatchObject({
      kind: 'retry_later',
      cause: 'connection_broken',
    });
    expect(reports).toEqual(['pc_1 broken']);
    stored.now = { ...stored.now, credentials: { version: 2, content: contentOf(API_KEY) } };
    expect(await processors.refund(request)).toMatchObject({ kind: 'accepted' });
    expect(reports).toEqual(['pc_1 broken', 'pc_1 works']);
    await processors.getPayment({ connectionId, transactionId });
    expect(reports).toHaveLength(2);
  });

  it('sends at once, however many lookups wait for their turn', async () => {
    const transactionId = asId<TransactionId>(await sandbox.addPayment());
    const { processors } = connected({ now: INSTALLED });
    let waiting = 200;
    const lookups = Array.from({ length: waiting }, async () => {
      const answer = await processors.getPayment({ connectionId, transactionId });
      waiting -= 1;
      return answer.kind;
    });
    await processors.refund({ ...sampleRequest(transactionId), connectionId });
    expect(waiting).toBeGreaterThan(0);
    expect(new Set(await Promise.all(lookups))).toEqual(new Set(['found']));
  });

  it('whose credentials cannot be opened sends nothing, and says that it is to be tried again', async () => {
    const transactionId = asId<TransactionId>(await sandbox.addPayment());
    const { processors } = connected({ now: new Error('The key "k1" is missing') });
    const request = { ...sampleRequest(transactionId), connectionId };
    const message = 'The key "k1" is missing';
    expect(await processors.refund(request)).toMatchObject({ kind: 'retry_later', message });
    expect(await processors.getPayment(request)).toEqual({ kind: 'unavailable', message });
  });

  it('whose content is malformed says where, and tells nothing of it', async () => {
    const content = { ...contentOf('rk_live_secret'), url: 7 };
    const { processors } = connected({ now: { ...INSTALLED, credentials: { version: 1, content } } });
    const answer = await processors.getPayment({ connectionId, transactionId: asId<TransactionId>('txn_1') });
    expect(answer).toMatchObject({ kind: 'unavailable', message: expect.stringContaining('url') as string });
    expect(JSON.stringify(answer)).not.toContain('rk_live');
  });
});
