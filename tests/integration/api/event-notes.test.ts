// What people wrote about an event is for those who may read the firm's notes, and stands beside the chain (L1).
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { appendEvent } from '@makewhole/db/events/append-refund-event';
import { refundEvents } from '@makewhole/db/schema/refunds';
import { asId, type RefundId } from '@makewhole/domain/ids';
import { createApiWorld, giveKey, type ApiWorld } from './api-world.ts';
import { askForRefund, call, type Schemas } from './call.ts';
import { sessionOf } from './session.ts';

const NOTE = 'Spoke with Dana: the check was returned';
let world: ApiWorld;
let refundId: RefundId;

beforeAll(async () => {
  world = await createApiWorld();
  refundId = asId<RefundId>((await askForRefund(world, { transactionId: await world.pay() })).body.id);
  const refund = { firmId: world.firm.firmId, refundId };
  const by = { actor: world.firm.people.lawyer, at: new Date() };
  await appendEvent(world.db, refund, {
    ...by,
    type: 'obligation.done',
    data: { decision: 'approve' },
    note: NOTE,
  });
  // As events were before: the words are in the chain for ever, and can only be kept from being shown.
  await appendEvent(world.db, refund, { ...by, type: 'obligation.done', data: { note: NOTE } });
});
afterAll(() => world.stop());

it('is shown to who may read the notes of the firm', async () => {
  const { headers } = await sessionOf(world, world.firm, 'admin');
  const [, told, earlier] = await eventsFor({ headers });
  expect([told?.data['note'], earlier?.data['note']]).toEqual([NOTE, NOTE]);
});

it.each(['read', 'trust', 'refund'] as const)('is kept from a key of scope %s', async (scope) => {
  const [, told, earlier] = await eventsFor({ key: await giveKey(world.db, world.firm, ['read', scope]) });
  expect(told?.data).toEqual({ decision: 'approve', noteHash: expect.stringMatching(/^[0-9a-f]{64}$/) });
  expect(earlier?.data).toEqual({});
});

it('is kept from the live timeline of who may not read it', async () => {
  const key = await giveKey(world.db, world.firm, ['read']);
  const live = await fetch(`${world.url}/v1/refunds/${refundId}/events`, {
    headers: { authorization: `Bearer ${key}`, accept: 'text/event-stream' },
  });
  let text = '';
  for await (const chunk of live.body ?? []) {
    text += Buffer.from(chunk).toString();
    if (text.includes('id: 3')) break;
  }
  expect(text).toContain('noteHash');
  expect(text).not.toContain(NOTE);
});

it('is not in the chain, where it could never be erased', async () => {
  const rows = await world.db.select().from(refundEvents).where(eq(refundEvents.refundId, refundId));
  expect(JSON.stringify(rows.find(({ seq }) => seq === 2))).not.toContain(NOTE);
});

async function eventsFor(asking: { readonly key?: string; readonly headers?: Record<string, string> }) {
  const path = `GET /v1/refunds/${refundId}/events`;
  return (await call<Schemas['RefundEventPage']>(world.url, path, asking)).body.data;
}
