// What the bank takes back, through the API (ADR 28): the rule for losses, a shortage replenished, a late return.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { listFirmEvents } from '@makewhole/db/events/list-firm-events';
import { changeFirm } from '@makewhole/db/firms/change-firm';
import { byOwner } from '../../support/small-firm.ts';
import { today } from '../../support/today.ts';
import { createApiWorld, giveKey, type ApiWorld } from './api-world.ts';
import { call, type Schemas } from './call.ts';
import { sessionOf, stepUp } from './session.ts';

type Detail = Schemas['PaymentDetail'];

let world: ApiWorld;
beforeAll(async () => {
  world = await createApiWorld();
});
afterAll(() => world.stop());

const ask = <Body = Schemas['Problem'] & { readonly shortage?: number }>(
  what: string,
  body?: unknown,
  key = world.key,
) => call<Body>(world.url, what, { key, ...(body !== undefined && { body }) });

const detailOf = async (transactionId: string) =>
  (await ask<Detail>(`GET /v1/payments/${transactionId}`)).body;

async function letter(): Promise<string> {
  const file = new TextEncoder().encode(`%PDF-1.4 ${randomUUID()}`);
  const headers = { 'content-type': 'application/pdf' };
  const kept = await call<{ readonly id: string }>(world.url, 'POST /v1/evidence', {
    key: world.key,
    ...{ file, headers },
  });
  return kept.body.id;
}

it('shows the rule for losses by method, which a person who has just confirmed their identity changes', async () => {
  const firm = await ask<Schemas['Firm']>('GET /v1/firm');
  expect(firm.body.lossesDebit).toEqual({ card: 'operating', ach: 'operating' });
  const by = byOwner(world.firm);
  const wanted = { lossesDebit: { ach: 'account_of_payment' } } as const;
  expect((await changeFirm(world.db, by, wanted, { steppedUp: false })).kind).toBe('step_up_required');
  expect((await changeFirm(world.db, by, wanted, { steppedUp: true })).kind).toBe('changed');
  const changed = await ask<Schemas['Firm']>('GET /v1/firm');
  expect(changed.body.lossesDebit).toEqual({ card: 'operating', ach: 'account_of_payment' });
});

it('shows and changes in the same way what refunds are drawn on, and says so in the firm’s timeline', async () => {
  const by = byOwner(world.firm);
  const wanted = { drawsOn: { ach: 'account_of_payment' } } as const;
  expect((await changeFirm(world.db, by, wanted, { steppedUp: false })).kind).toBe('step_up_required');
  expect((await changeFirm(world.db, by, wanted, { steppedUp: true })).kind).toBe('changed');
  const changed = await ask<Schemas['Firm']>('GET /v1/firm');
  expect(changed.body.drawsOn).toEqual({ card: 'operating', ach: 'account_of_payment' });
  const events = await listFirmEvents(world.db, world.firm.firmId, { before: undefined, limit: 1 });
  expect(events.data).toMatchObject([
    {
      type: 'settings.changed',
      data: { changes: { drawsOn: { from: { ach: 'operating' }, to: { ach: 'account_of_payment' } } } },
    },
  ]);
  await changeFirm(world.db, by, { drawsOn: { ach: 'operating' } }, { steppedUp: true });
});

it('a late return is reported once with its letter, and makes the trust account short, never by more', async () => {
  // The small firm's matter has $5,000.00, and this deposit was paid out.
  const transactionId = await world.pay({ method: 'ach', parts: [{ of: 'trust', amount: 6_000_00 }] });
  const path = `POST /v1/payments/${transactionId}/report-late-return`;
  const report = { date: today(), amount: 6_000_00, returnCode: 'R10', debitedFrom: 'trust' };
  const evidenceId = await letter();
  const reads = await giveKey(world.db, world.firm, ['read', 'refund']);
  expect((await ask(path, { ...report, evidenceId }, reads)).status).toBe(403);
  expect((await ask(path, { ...report, evidenceId: 'ev_none' })).body.code).toBe('no_such_evidence');
  expect((await ask(path, { ...report, amount: 6_000_01, evidenceId })).body.code).toBe('amount_mismatch');
  expect((await ask(path, { ...report, date: '2020-01-01', evidenceId })).body.code).toBe(
    'date_out_of_range',
  );
  expect((await ask(path, { ...report, returnCode: '10', evidenceId })).status).toBe(400);
  expect((await ask(path, { ...report, evidenceId })).status).toBe(200);
  expect((await ask(path, { ...report, evidenceId })).status).toBe(200);
  const other = await ask(path, { ...report, amount: 1, evidenceId });
  expect([other.status, other.body.code]).toEqual([409, 'not_returnable']);
  const detail = await detailOf(transactionId);
  expect(detail).toMatchObject({
    status: 'returned',
    returnCode: 'R10',
    losses: [{ kind: 'return', status: 'lost', amount: 6_000_00, debits: 'account_of_payment' }],
    tasks: [{ kind: 'trust_replenish', status: 'open', owner: 'lawyer', amount: 1_000_00 }],
    eligibility: { refundable: false, code: 'payment_returned' },
  });
  const trust = await ask<Schemas['TrustReport']>('GET /v1/reports/trust');
  expect(trust.body).toMatchObject({ shortage: 1_000_00, shortMatters: 1, isBalanced: true });

  const settle = `POST /v1/obligations/${detail.tasks[0]?.id}/settle`;
  const made = { kind: 'trust_replenish', amount: 1_000_00, date: today(), reference: 'WIRE 7' };
  expect((await ask(settle, made)).status).toBe(400);
  const proof = { evidenceId: await letter() };
  const tooMuch = await ask(settle, { ...made, ...proof, amount: 1_000_01 });
  expect([tooMuch.status, tooMuch.body.code, tooMuch.body.shortage]).toEqual([
    409,
    'exceeds_shortage',
    1_000_00,
  ]);
  expect((await ask(settle, { ...made, ...proof }, reads)).status).toBe(403);
  expect((await ask(settle, { ...made, ...proof })).status).toBe(200);
  expect((await ask(settle, { ...made, ...proof })).status).toBe(200);
  expect((await ask<Schemas['TrustReport']>('GET /v1/reports/trust')).body.shortage).toBe(0);
});

it('keeps the return code that the processor reports, and owes the trust steps', async () => {
  const transactionId = await world.pay({ method: 'ach', parts: [{ of: 'trust', amount: 90_00 }] });
  const returned = { transactionId, target: 'payment', code: 'R01', debitedFrom: 'operating' };
  await world.sandbox.post('/control/return', returned);
  await expect
    .poll(async () => (await detailOf(transactionId)).tasks.map(({ kind }) => kind).sort(), {
      timeout: 15_000,
    })
    .toEqual(['trust_deposit', 'trust_payment', 'trust_transfer']);
  const { returnCode, tasks } = await detailOf(transactionId);
  expect(returnCode).toBe('R01');
  const id = tasks.find(({ kind }) => kind === 'trust_deposit')?.id;
  const step = { kind: 'trust_deposit', amount: 90_00, date: today(), reference: 'DEP 1' };
  expect((await ask(`POST /v1/obligations/${id}/settle`, step)).body.code).toBe('out_of_order');
});

it('shows a lawyer what a step of a loss authorizes, which takes their confirmed identity, and then by whom it was', async () => {
  const transactionId = await world.pay({ method: 'ach', parts: [{ of: 'trust', amount: 70_00 }] });
  const returned = { transactionId, target: 'payment', code: 'R01', debitedFrom: 'operating' };
  await world.sandbox.post('/control/return', returned);
  const paymentStep = async () =>
    (await detailOf(transactionId)).tasks.find(({ kind }) => kind === 'trust_payment');
  await expect.poll(async () => (await paymentStep())?.status, { timeout: 15_000 }).toBe('open');
  const owed = await paymentStep();
  expect(owed).toMatchObject({
    authorization: null,
    toAuthorize: {
      ...{ amount: 70_00, currency: 'USD' },
      payee: expect.stringContaining(`reimbursement of payment ${transactionId}`),
      purpose: expect.stringContaining('no fee'),
      fromAccount: expect.stringMatching(/^ba_/),
      toAccount: expect.stringMatching(/^ba_/),
    },
  });
  const lawyer = await sessionOf(world, world.firm, 'lawyer');
  const authorize = () =>
    call(world.url, `POST /v1/obligations/${owed?.id ?? ''}/authorize`, {
      headers: lawyer.headers,
      body: { method: 'eft', reference: 'WIRE 8' },
    });
  expect((await authorize()).body.code).toBe('step_up_required');
  await stepUp(world, lawyer);
  expect((await authorize()).status).toBe(200);
  expect(await paymentStep()).toMatchObject({
    authorization: {
      authorizedBy: lawyer.principalId,
      method: 'eft',
      methodReference: 'WIRE 8',
      amount: 70_00,
    },
    toAuthorize: null,
  });
});
