// The trust steps through the API (R5): recorded, dated, corrected, with a real workflow at the other end.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addBankDays, bankDateOf, closeOfBusiness } from '@makewhole/domain/bank-calendar';
import { asId, type RefundId } from '@makewhole/domain/ids';
import type { WantedPayment } from '../../support/small-firm.ts';
import type { Schemas } from './call.ts';
import { codeOf, createRefundApi, type RefundApi, type RefundOrCode } from './refund-calls.ts';
import { today } from '../../support/today.ts';

type Refund = Schemas['Refund'];
const TRUST: WantedPayment = { parts: [{ of: 'trust', amount: 300_00 }] };
const STEP = { amount: 300_00, currency: 'USD', date: today(), reference: 'Check 1042' };

let api: RefundApi;
beforeAll(async () => {
  api = await createRefundApi();
});
afterAll(() => api.stop());

describe('the trust steps', () => {
  it('are refused before the client is paid, who says from when they are owed, and owed then', async () => {
    const refund = await api.refundOf(TRUST);
    expect(refund.trustSteps).toEqual({ from: 'succeeded', due: { bankDays: 2, after: 'owed' } });
    const early = await api.post(refund.id, 'trust-steps/payment', STEP);
    expect(codeOf(early)).toEqual([409, 'client_not_paid']);
    expect(early.body.detail).toContain(`by ${refund.expected.latest}`);
    expect((await api.get(refund.id)).obligations).toEqual([]);
    await api.settle(refund);
    const { obligations } = await api.get(refund.id);
    expect(obligations.map(({ kind }) => kind)).toEqual(['trust_payment', 'trust_deposit', 'trust_transfer']);
    const row = await api.world.find(asId<RefundId>(refund.id));
    const due = closeOfBusiness(addBankDays(bankDateOf(String(row.settledAt?.toISOString())), 2));
    expect(obligations.map(({ dueAt }) => Date.parse(dueAt))).toEqual([1, 2, 3].map(() => Date.parse(due)));
    // A key records what a lawyer has authorized, and nothing else.
    const alone = await api.post(refund.id, 'trust-steps/payment', STEP);
    expect(codeOf(alone)).toEqual([409, 'not_authorized']);
    expect(alone.body.detail).toContain('Ask a lawyer or the owner');
    await api.authorize(refund);
    const { status, body } = await api.post<Refund>(refund.id, 'trust-steps/payment', STEP);
    expect(status).toBe(200);
    const { lawyer } = api.world.firm.people;
    expect(body.trustMoves.map(({ step, record }) => [step, record?.reference ?? null])).toEqual([
      ['payment', 'Check 1042'],
      ['deposit', null],
      ['transfer', null],
    ]);
    const [move] = body.trustMoves;
    expect(move?.authorization).toMatchObject({ authorizedBy: lawyer, amount: 300_00, method: 'internal' });
    expect(move?.authorization?.payee).toMatch(
      new RegExp(`reimbursement of refund ${refund.id} paid to \\w+.* on 20`),
    );
    expect(move?.authorization?.payee).not.toMatch(/fees/i);
    expect(move?.authorization?.purpose).toContain(String(row.processorRefundId));
    expect(move?.record?.recordedBy).not.toBe(lawyer);
    expect(move?.record?.newBalance).toBe(5_000_00 - 300_00);
  });

  it('are recorded in order, with the exact amount, until the refund is closed', async () => {
    const refund = await api.paidRefundOf(TRUST);
    const record = (step: string, body: object = STEP) =>
      api.post<RefundOrCode>(refund.id, `trust-steps/${step}`, body);
    expect(codeOf(await record('deposit'))).toEqual([409, 'out_of_order']);
    expect(codeOf(await record('payment', { ...STEP, amount: 299_99 }))).toEqual([422, 'amount_mismatch']);
    const unproven = await record('payment', { ...STEP, evidenceId: 'ev_nothing' });
    expect(codeOf(unproven)).toEqual([422, 'no_such_evidence']);
    for (const time of ['once', 'again']) expect((await record('payment')).status, time).toBe(200);
    expect(codeOf(await record('payment', { ...STEP, reference: 'Check 1043' }))).toEqual([
      409,
      'already_decided',
    ]);
    expect((await record('deposit')).status).toBe(200);
    const last = await record('transfer');
    expect(last.body.obligations.map(({ kind, status }) => [kind, status])).toEqual([
      ['trust_payment', 'done'],
      ['trust_deposit', 'done'],
      ['trust_transfer', 'done'],
    ]);
    await api.seen(refund.id, ({ closedAt }) => closedAt !== null);
    expect((await record('transfer')).status).toBe(200);
  });

  it.each([
    { ...STEP, amount: 300.5 },
    { ...STEP, amount: -300_00 },
    { ...STEP, amount: '30000' },
    { ...STEP, currency: 'EUR' },
    { ...STEP, date: '2026-02-30' },
    { ...STEP, date: '2999-01-01' },
    { ...STEP, date: '0000-01-01' },
    { ...STEP, reference: ' ' },
    { ...STEP, evidenceId: 'a\u0000b' },
    { ...STEP, note: 'unknown field' },
  ])('are refused as %j', async (body) => {
    expect(codeOf(await api.post('rf_any', 'trust-steps/payment', body))).toEqual([400, 'invalid_request']);
  });

  it('are dated no earlier than the request, nor than the step before', async () => {
    const refund = await api.paidRefundOf(TRUST);
    const record = (step: string, date: string) =>
      api.post(refund.id, `trust-steps/${step}`, { ...STEP, date });
    const tooEarly = await record('payment', '2025-01-01');
    expect(codeOf(tooEarly)).toEqual([422, 'date_out_of_range']);
    expect(tooEarly.body.detail).toContain('the refund was requested on');
    expect((await record('payment', today())).status).toBe(200);
    expect(codeOf(await record('deposit', '2025-01-01'))).toEqual([422, 'date_out_of_range']);
    expect((await record('deposit', today())).status).toBe(200);
  });

  it('are corrected with a reason, before and after the refund is closed', async () => {
    const refund = await api.paidRefundOf(TRUST);
    const correct = (step: string, body: object) =>
      api.post<RefundOrCode>(refund.id, `trust-steps/${step}/correction`, body);
    const right = { date: today(), reference: 'Check 1043', reason: 'A slip of the pen' };
    expect(codeOf(await correct('payment', right))).toEqual([409, 'not_recorded']);
    for (const step of ['payment', 'deposit', 'transfer'])
      await api.post(refund.id, `trust-steps/${step}`, STEP);
    expect(codeOf(await correct('payment', { ...right, reason: '' }))).toEqual([400, 'invalid_request']);
    expect(codeOf(await correct('payment', { ...right, amount: 1 }))).toEqual([400, 'invalid_request']);
    expect((await correct('payment', right)).status).toBe(200);
    await api.seen(refund.id, ({ closedAt }) => closedAt !== null);
    for (const time of ['once', 'again']) expect((await correct('transfer', right)).status, time).toBe(200);
    expect(codeOf(await correct('deposit', { ...right, date: '2025-01-01' }))).toEqual([
      422,
      'date_out_of_range',
    ]);
    expect((await api.get(refund.id)).closedAt).not.toBeNull();
  });

  it('are three', async () => {
    expect(codeOf(await api.post('rf_any', 'trust-steps/blessing', STEP))).toEqual([400, 'invalid_request']);
  });
});
