// Attention that is a lawyer's is settled by a lawyer alone, whichever route is taken.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { raiseAttention } from '@makewhole/db/obligations/attention';
import { ATTENTION_CAUSES } from '@makewhole/domain/attention';
import { asId, type RefundId } from '@makewhole/domain/ids';
import { ownerOf } from '@makewhole/domain/obligations';
import { createApiWorld, giveKey, type ApiWorld } from './api-world.ts';
import { askForRefund, call, type Schemas } from './call.ts';

let world: ApiWorld;
beforeAll(async () => {
  world = await createApiWorld();
});
afterAll(() => world.stop());

const LAWYERS = ATTENTION_CAUSES.filter((subject) => ownerOf({ kind: 'attention', subject }) === 'lawyer');

it.each(LAWYERS)('%s is not answered by a key of the scope refund', async (cause) => {
  const { body: refund } = await askForRefund(world, { transactionId: await world.pay() });
  const refundId = asId<RefundId>(refund.id);
  const [asked] = await raiseAttention(
    world.db,
    { firmId: world.firm.firmId, refundId },
    { cause, at: new Date() },
  );
  const key = await giveKey(world.db, world.firm, ['read', 'refund']);
  const answer = await call(world.url, `POST /v1/refunds/${refund.id}/attention`, {
    key,
    body: { obligationId: asked?.id, note: 'Looked after', transferMade: false },
  });
  expect([answer.status, answer.body.code, answer.body.action]).toEqual([403, 'forbidden', 'trust.record']);

  const path = `GET /v1/obligations?kind=attention&mine=true`;
  const queueOf = async (asking: string) =>
    (await call<Schemas['ObligationPage']>(world.url, path, { key: asking })).body.data.map(({ id }) => id);
  expect(await queueOf(key)).not.toContain(asked?.id);
  expect(await queueOf(world.key)).toContain(asked?.id);
});
