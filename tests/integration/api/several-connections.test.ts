// A firm with accounts at two companies: the sandbox, and Stripe on its double. Each payment is refunded by its own.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { and, eq } from 'drizzle-orm';
import { changeConnection } from '@makewhole/db/firms/change-connection';
import { findRefundFacts } from '@makewhole/db/refunds/refund-view';
import { connectionCredentials as credentials, processorConnections } from '@makewhole/db/schema/connections';
import { payments } from '@makewhole/db/schema/payments';
import { refunds } from '@makewhole/db/schema/refunds';
import type { ConnectionStatus } from '@makewhole/domain/connections';
import { asId, type ConnectionId, type RefundId, type TransactionId } from '@makewhole/domain/ids';
import { startStripeDouble } from '@makewhole/processor/conformance/start-stripe-double';
import { byOwner } from '../../support/small-firm.ts';
import { CREDENTIAL_KEYS, connectStripe } from '../../support/stripe-connection.ts';
import { createApiWorld, giveKey, NOWHERE, type ApiWorld } from './api-world.ts';
import { askForRefund, call, type Schemas } from './call.ts';

let world: ApiWorld;
let double: Awaited<ReturnType<typeof startStripeDouble>>;
let stripe: ConnectionId;
beforeAll(async () => {
  double = await startStripeDouble();
  world = await createApiWorld({ CREDENTIAL_KEYS, MAKEWHOLE_ALLOW_PROCESSOR_URL: true });
  stripe = await connectStripe(world.db, world.firm, double.url);
});
beforeEach(async () => {
  await setStatus(stripe, 'active');
});
afterAll(async () => {
  await world.stop();
  await double.stop();
});

/** A settled card payment of 125.00 at Stripe, which we have never heard of. */
const payAtStripe = () =>
  double.pay({ metadata: { account: 'operating', matter_number: '2026-014', invoice_number: '17' } });

const setStatus = (id: ConnectionId, status: ConnectionStatus) =>
  world.db.update(processorConnections).set({ status }).where(eq(processorConnections.id, id));
const get = <Body = Schemas['Problem']>(id: string) =>
  call<Body>(world.url, `GET /v1/payments/${id}`, { key: world.key });
const preview = (transactionId: string) =>
  call<Schemas['RefundPreview']>(world.url, 'POST /v1/refunds/preview', {
    key: world.key,
    body: { transactionId },
  });
const ask = (transactionId: string) => askForRefund(world, { transactionId });
const connectionOf = async (id: string) => {
  const wanted = and(
    eq(payments.firmId, world.firm.firmId),
    eq(payments.transactionId, asId<TransactionId>(id)),
  );
  return (await world.db.select().from(payments).where(wanted))[0]?.connectionId;
};

describe('a webhook to a connection whose credentials cannot be opened', () => {
  it('is not taken, and the company is told when to deliver it again', async () => {
    const locked = await connectStripe(world.db, world.firm, double.url);
    await setStatus(locked, 'disabled');
    const [kept] = await world.db.select().from(credentials).where(eq(credentials.connectionId, locked));
    if (kept === undefined) throw new Error('The connection has no credentials');
    // It was sealed for another version: it opens as little as after its key was lost.
    await world.db.insert(credentials).values({ ...kept, version: kept.version + 1 });
    const answer = await fetch(`${world.url}/v1/processor/webhooks/${locked}`, {
      ...{ method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' },
    });
    const { code } = (await answer.json()) as Schemas['Problem'];
    expect([answer.status, code, answer.headers.get('retry-after')]).toEqual([
      ...[503, 'connection_unavailable', '60'],
    ]);
  });
});

describe('a payment of the second connection', () => {
  it('is found there, and kept as its payment', async () => {
    const { id } = await payAtStripe();
    const { status, body } = await get<Schemas['PaymentDetail']>(id);
    expect(status).toBe(200);
    expect(body).toMatchObject({ transactionId: id, amount: 12_500, eligibility: { refundable: true } });
    expect(await connectionOf(id)).toBe(stripe);
  });

  it('does not hide one of the first', async () => {
    expect((await get(await world.pay())).status).toBe(200);
  });

  it('is another firm’s business', async () => {
    const { id } = await payAtStripe();
    const { status, body } = await call(world.url, `GET /v1/payments/${id}`, {
      key: world.otherKey,
    });
    expect([status, body.code]).toEqual([404, 'transaction_not_found']);
  });

  it('under either of its IDs gets one refund, of the ID that counts (R1, R4)', async () => {
    const { id, chargeId } = await payAtStripe();
    const shown = await get<Schemas['PaymentDetail']>(chargeId);
    expect(shown.body.transactionId).toBe(id);
    const first = await ask(chargeId);
    expect([first.status, first.body.transactionId]).toEqual([202, id]);
    for (const again of [id, chargeId]) {
      const { status, body } = await ask(again);
      expect([status, (body as unknown as Schemas['Problem']).code]).toEqual([409, 'already_refunded']);
    }
    expect(await connectionOf(chargeId)).toBeUndefined();
  });

  it('asked for at once under both of its IDs gets one refund', async () => {
    const { id, chargeId } = await payAtStripe();
    const answers = await Promise.all([id, chargeId, id, chargeId].map(ask));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([202, 409, 409, 409]);
    const made = await world.db
      .select()
      .from(refunds)
      .where(eq(refunds.transactionId, asId<TransactionId>(id)));
    expect(made).toHaveLength(1);
  });

  it('is not asked for by a part of its ID, or in another case', async () => {
    const { id, chargeId } = await payAtStripe();
    for (const wrong of [id.slice(0, -1), id.toUpperCase(), chargeId.slice(0, -1)]) {
      expect((await get(wrong)).body.code).toBe('transaction_not_found');
    }
  });
});

describe('an unknown payment', () => {
  it('is not said to be missing while a company cannot be asked', async () => {
    const firm = world.otherFirm;
    const key = await giveKey(world.db, firm);
    const unreachable = await connectStripe(world.db, firm, `http://${NOWHERE}`);
    const asked = () => call(world.url, 'GET /v1/payments/txn_unheard_of', { key });
    expect([(await asked()).status, (await asked()).body.code]).toEqual([503, 'processor_unavailable']);
    await setStatus(unreachable, 'disabled');
    expect((await asked()).body.code).toBe('transaction_not_found');
    await setStatus(firm.connectionId, 'disabled');
    const { status, body } = await asked();
    expect([status, body.code]).toEqual([404, 'transaction_not_found']);
    expect(body.detail).toContain('no active connection');
    await setStatus(firm.connectionId, 'active');
  });
});

describe('a sandbox that does not answer', () => {
  it('hides nothing once it is disabled: an unknown payment is not found, and one of the company’s is', async () => {
    const [sandbox, missing] = [world.firm.connectionId, `txn_${randomUUID()}`];
    await world.sandbox.arm({ kind: 'lookup_unavailable', times: 100 });
    expect((await get(missing)).body.code).toBe('processor_unavailable');
    const turn = (status: 'active' | 'disabled') =>
      changeConnection(world.db, byOwner(world.firm), sandbox, { status });
    expect((await turn('disabled')).kind).toBe('changed');
    const { status, body } = await get(missing);
    expect([status, body.code]).toEqual([404, 'transaction_not_found']);
    expect((await get((await payAtStripe()).id)).status).toBe(200);
    await world.sandbox.disarm();
    expect((await turn('active')).kind).toBe('changed');
  });
});

describe('a connection', () => {
  it('that is disabled, and whose account is connected again, refunds what it took through the new one', async () => {
    const { firm, db } = world;
    const account = `acct_${randomUUID()}`;
    const first = await connectStripe(db, firm, double.url, { account });
    await setStatus(stripe, 'disabled');
    const { id } = await payAtStripe();
    await get(id);
    expect(await connectionOf(id)).toBe(first);
    await changeConnection(db, byOwner(firm), first, { status: 'disabled' });
    expect((await preview(id)).body.eligibility.code).toBe('connection_not_allowed');
    const again = await connectStripe(db, firm, double.url, { account });
    const asked = await ask(id);
    expect(asked.status).toBe(202);
    const refundId = asId<RefundId>(asked.body.id);
    const facts = await findRefundFacts(db, { firmId: firm.firmId, refundId });
    expect(facts.connection.id).toBe(again);
    expect(await connectionOf(id)).toBe(first);
    await changeConnection(db, byOwner(firm), again, { status: 'disabled' });
  });

  it.each(['disabled', 'new'] as const)(
    'that is %s refunds nothing new, and says who can change that',
    async (status) => {
      const { id } = await payAtStripe();
      await get(id);
      await setStatus(stripe, status);
      const shown = await preview(id);
      expect(shown.body.eligibility).toMatchObject({ refundable: false, code: 'connection_not_allowed' });
      expect(shown.body.eligibility.message).toContain('An owner enables it');
      const refused = await ask(id);
      expect(refused).toMatchObject({
        status: 422,
        body: { code: 'not_refundable', reason: 'connection_not_allowed' },
      });
      await setStatus(stripe, 'active');
      expect((await ask(id)).status).toBe(202);
    },
  );

  it('that is broken accepts a refund, which waits, and the preview says so', async () => {
    const { id } = await payAtStripe();
    await get(id);
    await setStatus(stripe, 'broken');
    const { body } = await preview(id);
    expect(body.eligibility.refundable).toBe(true);
    expect(body.warnings).toContain('connection_broken');
    expect((await ask(id)).status).toBe(202);
  });
});
