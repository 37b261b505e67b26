// What people do with a refund through the API, with a real workflow at the other end.
import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changeFirm } from '@makewhole/db/firms/change-firm';
import { firms } from '@makewhole/db/schema/firms';
import { refunds } from '@makewhole/db/schema/refunds';
import { raiseAttention } from '@makewhole/db/obligations/attention';
import { asId, type RefundId } from '@makewhole/domain/ids';
import { askRefund, byOwner, type WantedPayment } from '../../support/small-firm.ts';
import { giveKey } from './api-world.ts';
import { askForRefund, call, type Schemas } from './call.ts';
import { codeOf, createRefundApi, type RefundApi, type RefundOrCode } from './refund-calls.ts';
import { sessionOf } from './session.ts';
import { today } from '../../support/today.ts';

type Refund = Schemas['Refund'];

const TEMPORAL_UI_URL = 'http://temporal.example:8233/';
const INVOICE: WantedPayment = { parts: [{ of: 'invoice', amount: 90_00 }] };
const TRUST: WantedPayment = { parts: [{ of: 'trust', amount: 300_00 }] };
const STEP = { amount: 300_00, currency: 'USD', date: today(), reference: 'Check 1042' };

let api: RefundApi;
beforeAll(async () => {
  api = await createRefundApi({ TEMPORAL_UI_URL });
});
afterAll(() => api.stop());

describe('a refund that was asked for', () => {
  it('is carried on at once, and shows its workflow', async () => {
    const refund = await api.refundOf(INVOICE);
    const { workflow } = await api.seen(refund.id, ({ workflow: one }) => one.runId !== null);
    const { id, runId } = workflow;
    // The address is of the installation's own network: a program gets none.
    expect(workflow.url).toBeNull();
    const { headers } = await sessionOf({ db: api.world.db, url: api.url }, api.world.firm, 'viewer');
    const seen = await call<Schemas['Refund']>(api.url, `GET /v1/refunds/${refund.id}`, { headers });
    const { url } = seen.body.workflow;
    const encoded = encodeURIComponent(id);
    expect(url).toBe(`http://temporal.example:8233/namespaces/default/workflows/${encoded}/${runId}/history`);
    const path = `GET /v1/refunds/${refund.id}/workflow`;
    const { status, body } = await call<Schemas['WorkflowState']>(api.url, path, { key: api.key });
    expect(status).toBe(200);
    expect(body).toMatchObject({ refundId: refund.id, status: 'processing', waitingFor: 'settlement' });
    const ready = await call<Schemas['Readiness']>(api.url, 'GET /readyz');
    expect(ready.body).toEqual({ status: 'ok', checks: { database: 'ok', temporal: 'ok' } });
  });

  it('says where it has no workflow to ask: not yet, or no longer', async () => {
    const { db, firm } = api.world;
    const asked = await askRefund(db, firm, await api.world.pay(INVOICE));
    const id = asked.kind === 'noted' ? asked.refund.id : '';
    const ask = () => call(api.url, `GET /v1/refunds/${id}/workflow`, { key: api.key });
    const early = await ask();
    expect([early.status, early.body.code, early.headers.get('retry-after')]).toEqual([
      404,
      'workflow_gone',
      '30',
    ]);
    await db
      .update(refunds)
      .set({ workflowRunId: randomUUID() })
      .where(eq(refunds.id, asId<RefundId>(id)));
    const late = await ask();
    expect([late.status, late.body.code, late.headers.get('retry-after')]).toEqual([
      404,
      'workflow_gone',
      null,
    ]);
  });

  it('can no longer be canceled, and says what it is', async () => {
    const { id } = await api.refundOf(INVOICE);
    const { status, body } = await api.post(id, 'cancel', {});
    expect([status, body.code, body.refundStatus]).toEqual([409, 'not_cancelable', 'processing']);
  });

  it('has nothing to resolve while its outcome is known', async () => {
    const { id } = await api.refundOf(INVOICE);
    expect(codeOf(await api.post(id, 'resolve', { outcome: 'look_again', note: 'Called them' }))).toEqual([
      409,
      'not_resolvable',
    ]);
    const nameless = await api.post(id, 'resolve', { outcome: 'refunded', note: 'Found it' });
    expect(codeOf(nameless)).toEqual([400, 'invalid_request']);
    expect(nameless.body.detail).toContain('processorReference');
  });
});

describe('the invoice decision', () => {
  it('is taken once, may be repeated, and not changed, also after the refund was closed', async () => {
    const refund = await api.refundOf(INVOICE);
    const decide = (decision: string) => api.post<RefundOrCode>(refund.id, 'invoice-decision', { decision });
    const taken = await decide('write_off');
    expect(taken.status).toBe(200);
    expect(taken.body.obligations).toMatchObject([{ status: 'done', decision: 'write_off' }]);
    expect((await decide('write_off')).status).toBe(200);
    expect(codeOf(await decide('still_due'))).toEqual([409, 'already_decided']);
    await api.settle(refund);
    await api.seen(refund.id, ({ closedAt }) => closedAt !== null);
    expect((await decide('write_off')).status).toBe(200);
    expect(codeOf(await decide('still_due'))).toEqual([409, 'already_decided']);
  });

  it('has to say which invoice, where several are open', async () => {
    const refund = await api.refundOf({
      parts: [
        { of: 'invoice', amount: 10_00 },
        { of: 'invoice', amount: 20_00 },
      ],
    });
    const { id, obligations } = await api.seen(refund.id, (one) => one.obligations.length === 2);
    const [first, second] = obligations.map((obligation) => obligation.id);
    const vague = await api.post(id, 'invoice-decision', { decision: 'still_due' });
    expect(codeOf(vague)).toEqual([422, 'obligation_ambiguous']);
    expect(vague.body.detail).toContain(first);
    const named = await api.post(id, 'invoice-decision', { decision: 'still_due', obligationId: first });
    expect(named.status).toBe(200);
    // Now one alone is open.
    const rest = await api.post<Refund>(id, 'invoice-decision', { decision: 'credit_note', note: 'Agreed' });
    expect(rest.body.obligations.find((one) => one.id === second)?.decision).toBe('credit_note');
    // A retry of that, whose answer got lost: which one was meant cannot be told any more.
    const lost = await api.post(id, 'invoice-decision', { decision: 'credit_note', note: 'Agreed' });
    expect(codeOf(lost)).toEqual([409, 'already_decided']);
  });

  it('may be repeated without saying which invoice, where all were decided so', async () => {
    const { id } = await api.refundOf({
      parts: [
        { of: 'invoice', amount: 10_00 },
        { of: 'invoice', amount: 20_00 },
      ],
    });
    const { obligations } = await api.seen(id, (one) => one.obligations.length === 2);
    for (const { id: obligationId } of obligations) {
      await api.post(id, 'invoice-decision', { decision: 'still_due', obligationId });
    }
    expect((await api.post(id, 'invoice-decision', { decision: 'still_due' })).status).toBe(200);
    const other = await api.post(id, 'invoice-decision', { decision: 'write_off' });
    expect(codeOf(other)).toEqual([409, 'already_decided']);
  });

  it('is about an obligation that there is', async () => {
    const { id } = await api.refundOf(INVOICE);
    const body = { decision: 'still_due', obligationId: 'obl_of_nobody' };
    expect(codeOf(await api.post(id, 'invoice-decision', body))).toEqual([404, 'no_such_obligation']);
    const trust = await api.refundOf(TRUST);
    expect(codeOf(await api.post(trust.id, 'invoice-decision', { decision: 'still_due' }))).toEqual([
      409,
      'not_owed',
    ]);
  });
});

describe('two pairs of eyes (B8)', () => {
  it('are asked for by the rule that an owner sets; who asked cannot approve, and a key may not at all', async () => {
    const policy = { approvalRule: 'always', approvalOverAmount: null } as const;
    await changeFirm(api.world.db, byOwner(api.world.firm), policy, { steppedUp: true });
    const transactionId = await api.world.pay(INVOICE);
    const { body } = await askForRefund(api, { transactionId });
    await api.world.db
      .update(firms)
      .set({ approvalRule: 'never' })
      .where(eq(firms.id, api.world.firm.firmId));
    await api.seen(body.id, ({ status }) => status === 'awaiting_approval');
    expect(codeOf(await api.post(body.id, 'approve', {}))).toEqual([403, 'forbidden']);
    expect(codeOf(await api.post(body.id, 'decline', { note: 'No' }))).toEqual([403, 'forbidden']);
    const set = { approval: { rule: 'always', overAmount: null } };
    expect((await call(api.url, 'PATCH /v1/firm', { key: api.key, body: set })).status).toBe(403);
    const { body: shown } = await call<Schemas['Firm']>(api.url, 'GET /v1/firm', { key: api.key });
    expect(shown.approval).toEqual({ rule: 'never', overAmount: null });

    expect((await api.post<Refund>(body.id, 'cancel', {})).body.status).toBe('canceled');
    await api.seen(body.id, ({ closedAt }) => closedAt !== null);
  });
});

describe('the work queue', () => {
  it('says what each is about, how much there is, and what the caller may settle', async () => {
    const { id, transactionId } = await api.paidRefundOf(TRUST);
    const queueOf = async (query: string, asker = api.key) => {
      const path = `GET /v1/obligations?limit=100&${query}`;
      return (await call<Schemas['ObligationPage']>(api.url, path, { key: asker })).body;
    };
    const steps = await queueOf('kind=trust_payment');
    expect(steps.count).toBe(steps.data.length);
    expect(steps.data.find(({ refundId }) => refundId === id)).toMatchObject({
      transactionId,
      currency: 'USD',
      amount: 300_00,
      payerName: expect.stringMatching(/\w/),
      matterNumber: expect.stringMatching(/\w/),
    });

    const forTrustOnly = await giveKey(api.world.db, api.world.firm, ['trust']);
    const { data, count } = await queueOf('mine=true', forTrustOnly);
    expect(count).toBe(data.length);
    expect(data.map(({ refundId }) => refundId)).toContain(id);
    expect(data.filter(({ kind }) => !kind.startsWith('trust_'))).toEqual([]);
    const readsOnly = await giveKey(api.world.db, api.world.firm, ['read']);
    expect(await queueOf('mine=true', readsOnly)).toEqual({ data: [], nextCursor: null, count: 0 });
  });
});

describe('what else waits for a person', () => {
  it('is listed, and attention that was given ends', async () => {
    const refund = await api.refundOf(INVOICE);
    const about = { firmId: api.world.firm.firmId, refundId: asId<RefundId>(refund.id) };
    await raiseAttention(api.world.db, about, { cause: 'late', at: new Date() });
    const path = 'GET /v1/obligations?kind=attention';
    const { body } = await call<Schemas['ObligationPage']>(api.url, path, { key: api.key });
    const [attention] = body.data.filter(({ refundId }) => refundId === refund.id);
    expect(attention).toMatchObject({ status: 'open', owner: 'admin' });
    const given = { obligationId: attention?.id, note: 'The bank says tomorrow' };
    const answer = await api.post<Refund>(refund.id, 'attention', given);
    expect(answer.body.obligations.find(({ kind }) => kind === 'attention')?.status).toBe('done');
    expect((await api.post(refund.id, 'attention', given)).status).toBe(200);
  });

  it('comes first where the refund has failed, before the payment can be refunded anew', async () => {
    const ofFirm = eq(firms.id, api.world.firm.firmId);
    await api.world.db.update(firms).set({ trustStepsFrom: 'accepted' }).where(ofFirm);
    const { id, transactionId } = await api.refundOf(TRUST);
    await api.world.db.update(firms).set({ trustStepsFrom: 'succeeded' }).where(ofFirm);
    await api.seen(id, ({ obligations }) => obligations.length === 3);
    await api.authorize({ id });
    for (const step of ['payment', 'deposit', 'transfer']) await api.post(id, `trust-steps/${step}`, STEP);
    await api.world.sandbox.fail(transactionId);
    await api.world.tell(await api.world.find(asId<RefundId>(id)));
    await api.seen(id, ({ status }) => status === 'failed');
    const asked = () => askForRefund<Schemas['Problem']>(api, { transactionId });
    await api.authorize({ id });
    const early = await asked();
    expect([early.status, early.body.code, early.body.refundId]).toEqual([409, 'already_refunded', id]);
    expect(early.body.detail).toContain('is failed but not closed yet');
    expect(early.body.detail).toContain('(trust_restore)');
    expect((await api.post(id, 'trust-steps/restore', STEP)).status).toBe(200);
    await api.seen(id, ({ closedAt }) => closedAt !== null);
    expect((await asked()).status).toBe(202);
  });

  it('is resolved, where the outcome is unknown', async () => {
    const transactionId = await api.world.pay(INVOICE);
    await api.world.sandbox.arm({ kind: 'timeout_after_success', transactionId, ms: 50 });
    const { body } = await askForRefund(api, { transactionId });
    await api.seen(body.id, ({ status }) => status === 'outcome_unknown');
    // The processor is asked by our own reference first: what it has there is taken, whatever number was typed.
    const said = { outcome: 'refunded', processorReference: 're_nothing', note: 'On their dashboard' };
    expect((await api.post(body.id, 'resolve', said)).status).toBe(200);
    await api.seen(body.id, ({ status }) => status === 'processing');
    expect(await api.world.sandbox.refunds(transactionId)).toHaveLength(1);
  });
});
