import { randomUUID } from 'node:crypto';
import { money } from '@makewhole/domain/money';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sampleRequest } from '../../test-support/sample-request.ts';
import { API_KEY, startSandbox, type SandboxProcess } from '../../test-support/sandbox-process.ts';
import { createSandboxProcessor } from './adapter.ts';
import { createSandboxPayouts } from './payouts.ts';

let sandbox: SandboxProcess;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());

const connectionOf = (account: string) => ({
  url: sandbox.url,
  apiKey: API_KEY,
  account,
  webhookSecrets: [],
});
const JANUARY = '2026-01-01';

it('lists what each payout is made of, with the fee that was kept, and pays nothing out twice', async () => {
  const account = `acct_${randomUUID()}`;
  const refunded = await sandbox.addPayment({ account });
  const kept = await sandbox.addPayment({ account });
  const processor = createSandboxProcessor(connectionOf(account));
  const sent = await processor.refund(sampleRequest(refunded, { amount: money(125_00) }));
  if (sent.kind !== 'accepted') throw new Error(sent.kind);
  const make = (arrivesOn: string, status = 'paid') =>
    sandbox.control('payout', { account, bankAccount: 'operating', feePerPayment: 3_00, arrivesOn, status });
  await make('2026-02-01');
  await make('2026-02-02', 'failed');
  await make('2026-02-03');
  await sandbox.control('payout', { account: 'acct_other', bankAccount: 'trust', arrivesOn: '2026-02-01' });

  const { listPayouts } = createSandboxPayouts(connectionOf(account));
  const first = await listPayouts({ since: JANUARY, cursor: null, limit: 2 });
  if (first.kind !== 'page') throw new Error(first.message);
  const [whole, empty] = first.payouts;
  expect(whole).toMatchObject({
    ...{ account: 'operating', amount: 94_00, status: 'paid', arrivesOn: '2026-02-01', isComplete: true },
  });
  const items = whole?.items.map(({ kind, subject, amount, fee }) => [kind, subject, amount, fee]);
  expect(items?.toSorted()).toEqual(
    [
      ['payment', refunded, 100_00, 3_00],
      ['payment', kept, 100_00, 3_00],
      ['refund', sent.refund.id, -100_00, 0],
    ].toSorted(),
  );
  expect(empty).toMatchObject({ status: 'failed', amount: 0, items: [] });
  const second = await listPayouts({ since: JANUARY, cursor: first.nextCursor, limit: 2 });
  expect(second).toMatchObject({ nextCursor: null, payouts: [{ items: [{ kind: 'payout_failure' }] }] });
  expect(await listPayouts({ since: '2026-02-03', cursor: null, limit: 2 })).toMatchObject({
    payouts: [{ arrivesOn: '2026-02-03' }],
  });
});

it('is unavailable, never empty, when it is not answered in the shape that we know', async () => {
  const { listPayouts } = createSandboxPayouts(connectionOf(`acct_${randomUUID()}`));
  await sandbox.control('faults', { kind: 'garbled_answer', operation: 'lookup', times: 1 });
  expect((await listPayouts({ since: JANUARY, cursor: null, limit: 2 })).kind).toBe('unavailable');
});
