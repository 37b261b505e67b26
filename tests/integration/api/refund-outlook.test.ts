// What a refund will still do, for the person who is to approve it: all that its requester saw, as it is now (B3, B8).
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApiWorld, type ApiWorld } from './api-world.ts';
import { askForRefund, call, type Schemas } from './call.ts';
import { givePerson, signIn, type Session } from './user-calls.ts';

type Outlook = Schemas['RefundOutlook'];

let world: ApiWorld;
let admin: Session;
beforeAll(async () => {
  world = await createApiWorld();
  admin = await signIn(world, await givePerson(world, 'admin'));
});
afterAll(() => world.stop());

const outlookOf = (id: string) => admin<Outlook>(`GET /v1/refunds/${id}/outlook`);

async function paySplit(): Promise<string> {
  return world.pay({
    parts: [
      { of: 'invoice', amount: 600_00 },
      { of: 'trust', amount: 250_00 },
    ],
  });
}

describe('GET /v1/refunds/{id}/outlook', () => {
  it('says what the preview said, with the trust balance and what is held of it', async () => {
    const transactionId = await paySplit();
    const previewed = await admin<Schemas['RefundPreview']>('POST /v1/refunds/preview', {
      transactionId,
      reason: 'Paid twice by mistake',
    });
    const { body: refund } = await askForRefund(world, { transactionId });
    const { status, body } = await outlookOf(refund.id);
    expect(status).toBe(200);
    expect(body.toCome?.postings).toEqual(previewed.body.postings);
    expect(body.toCome?.recipients).toEqual(previewed.body.recipients);
    expect(body.toCome?.email).toEqual(previewed.body.email);
    const before = previewed.body.trust;
    expect(before).toMatchObject({ heldForThis: 0 });
    expect(body.trust).toEqual({
      ...before,
      held: (before?.held ?? 0) + 250_00,
      heldForThis: 250_00,
    });
    // A person decides by these figures: they are never part of what makes a preview out of date.
    const again = await admin<Schemas['RefundPreview']>('POST /v1/refunds/preview', {
      transactionId: await world.pay({ parts: [{ of: 'invoice', amount: 100_00 }] }),
    });
    expect(again.body.trust).toBeNull();
  });

  it('has nothing to come once the refund has ended, and nothing is held for it', async () => {
    const { body: refund } = await askForRefund(world, { transactionId: await paySplit() });
    await call(world.url, `POST /v1/refunds/${refund.id}/cancel`, { key: world.key });
    const { body } = await outlookOf(refund.id);
    expect(body.toCome).toBeNull();
    expect(body.trust?.heldForThis).toBe(0);
  });

  it('is not for viewers, who do not see whom the firm writes to', async () => {
    const { body: refund } = await askForRefund(world, { transactionId: await world.pay() });
    const viewer = await signIn(world, await givePerson(world, 'viewer'));
    const { status, body } = await viewer(`GET /v1/refunds/${refund.id}/outlook`);
    expect([status, body.code]).toEqual([403, 'forbidden']);
  });
});
