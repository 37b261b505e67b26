import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startRunningStack, type RunningStack } from '../support/running-stack.ts';

const START_MS = 120_000;

let stack: RunningStack;

beforeAll(async () => {
  stack = await startRunningStack();
}, START_MS);
afterAll(() => stack.stop());

describe('the local stack', () => {
  it('serves everything that dev.json names', async () => {
    const { portal, api, mail, sandbox, temporalUi } = stack.dev;
    const pages = [
      `${portal}/sign-in`,
      `${api}/readyz`,
      `${mail}/messages`,
      `${sandbox}/livez`,
      temporalUi ?? '',
    ];
    const statuses = await Promise.all(pages.map(async (page) => (await fetch(page)).status));
    expect(statuses).toEqual(pages.map(() => 200));
  });

  it('has the key and each of the transactions that it names', async () => {
    const { api, apiKey, transactions } = stack.dev;
    const headers = { authorization: `Bearer ${apiKey}` };
    const found = await Promise.all(
      Object.values(transactions).map(
        async (id) => (await fetch(`${api}/v1/payments/${id}`, { headers })).status,
      ),
    );
    expect(found).toEqual(Object.values(transactions).map(() => 200));
  });

  it('knows its payments again after Postgres was killed and started again', async () => {
    await stack.kill9('postgres');
    await stack.startAgain('postgres');
    const { api, apiKey, transactions } = stack.dev;
    await expect
      .poll(async () => {
        const payment = await fetch(`${api}/v1/payments/${transactions.cardOperating}`, {
          headers: { authorization: `Bearer ${apiKey}` },
        });
        return payment.status;
      })
      .toBe(200);
  });

  it('leaves no port open when it stops', async () => {
    const { portal, api, mail, sandbox, temporalUi, temporalAddress, databaseUrl } = stack.dev;
    await stack.stop();
    const addresses = [portal, api, mail, sandbox, temporalUi ?? '', `tcp://${temporalAddress}`, databaseUrl];
    expect(await Promise.all(addresses.map(answers))).toEqual(addresses.map(() => false));
  });
});

function answers(address: string): Promise<boolean> {
  const socket = connect({ host: '127.0.0.1', port: Number(new URL(address).port) });
  return new Promise<boolean>((resolve) => {
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
  }).finally(() => socket.destroy());
}
