import { afterAll, beforeAll, expect, test } from 'vitest';
import { money } from '@makewhole/domain/money';
import { describeProcessor } from './describe-processor.ts';
import type { RunningRig } from './rig.ts';
import { keylessSandbox } from './sandbox-rig.ts';

describeProcessor(keylessSandbox);

let rig: RunningRig;
beforeAll(async () => {
  rig = await keylessSandbox.start();
});
afterAll(() => rig.stop());

test('it is as bad as the worst company: the same send four times makes four refunds', async () => {
  const { transactionId } = await rig.pay();
  const send = { idempotencyKey: 'one key', reference: 'rf_one', timeoutMs: 5_000 };
  const request = { transactionId, amount: money(rig.amount), currency: 'USD', ...send } as const;
  const { processor } = rig.connect();
  for (let nth = 0; nth < 4; nth += 1) expect((await processor.refund(request)).kind).toBe('accepted');
  expect(await rig.refundsOf(transactionId)).toBe(4);
});
