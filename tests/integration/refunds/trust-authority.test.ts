// Who may move trust money (T5, T9, ADR 31): by the written word of a lawyer of the firm, whoever records it.
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { and, eq } from 'drizzle-orm';
import { createApiKey } from '@makewhole/db/api-keys/create-api-key';
import { findDefaultAccounts } from '@makewhole/db/bank-accounts/list-bank-accounts';
import { applyCommand, recordCommand } from '@makewhole/db/commands/apply-command';
import { listRefundEvents } from '@makewhole/db/events/list-refund-events';
import { keepEvidence } from '@makewhole/db/evidence/keep-evidence';
import { askForApproval } from '@makewhole/db/refunds/approval';
import { failRefund } from '@makewhole/db/refunds/fail-refund';
import { previewRefund } from '@makewhole/db/refunds/preview-refund';
import { payments } from '@makewhole/db/schema/payments';
import { firms } from '@makewhole/db/schema/firms';
import { trustAuthorizations } from '@makewhole/db/schema/trust-authorizations';
import { authorizeTrustStep } from '@makewhole/db/trust/authorize-trust-step';
import type { AuthorizedHow } from '@makewhole/db/trust/trust-authorizations';
import { createPrincipal } from '@makewhole/db/users/create-principal';
import { asId, type ObligationId, type PrincipalId, type TransactionId } from '@makewhole/domain/ids';
import { money } from '@makewhole/domain/money';
import type { TrustMove } from '@makewhole/domain/obligations';
import { creditDaysOf } from '@makewhole/processor/connect-processor';
import { openTestDatabase } from '../../support/database.ts';
import { askRefund, createSmallFirm, givePayment, type SmallFirm } from '../../support/small-firm.ts';
import { today } from '../../support/today.ts';
import { acceptedRefund, payOut, recordRefund, viewOf, type WalkedRefund } from './walk-by-stores.ts';

const { db, sql } = await openTestDatabase();
const TRUST = [{ of: 'trust', amount: 1_250_00 }] as const;
const OK = { ok: true };
const CHECK = { method: 'check', methodReference: '1044', evidenceId: null } as const;

let firm: SmallFirm;
beforeAll(async () => {
  firm = await createSmallFirm(db, 20_000_00);
});

async function paidRefund(): Promise<WalkedRefund> {
  const refund = await acceptedRefund(db, firm, TRUST);
  await payOut(db, refund);
  return refund;
}

async function taskOf(refund: WalkedRefund, step: TrustMove): Promise<ObligationId> {
  const { obligations } = await viewOf(db, refund);
  return obligations.find(({ kind }) => kind === `trust_${step}`)?.id ?? asId<ObligationId>('obl_none');
}

async function authorize(
  refund: WalkedRefund,
  step: TrustMove,
  actor: PrincipalId,
  how: AuthorizedHow = CHECK,
) {
  const task = { firmId: firm.firmId, obligationId: await taskOf(refund, step) };
  return authorizeTrustStep(db, task, how, { actor, at: new Date() });
}

async function record(
  refund: WalkedRefund,
  step: TrustMove,
  actor: PrincipalId,
  evidenceId: string | null = null,
) {
  const facts = { amount: money(1_250_00), currency: 'USD', date: today(), reference: 'TC-1044' } as const;
  const body = { step, ...facts, evidenceId };
  const instructionId = await recordCommand(db, { kind: 'trust_step', body, ...refund, actor });
  const obligationId = await taskOf(refund, step);
  return applyCommand(db, refund, { instructionId, obligationId, at: new Date() });
}

async function program(): Promise<PrincipalId> {
  const principalId = await createPrincipal(db, { firmId: firm.firmId, kind: 'api_client', name: 'Clio' });
  await createApiKey(db, { firmId: firm.firmId, principalId, scopes: ['trust'] });
  return principalId;
}

describe('a trust step', () => {
  it('is recorded by an admin or a program only once a lawyer has authorized it, and says who did what', async () => {
    const { people } = firm;
    const key = await program();
    const refund = await paidRefund();
    for (const actor of [people.admin, key]) {
      expect(await record(refund, 'payment', actor)).toMatchObject({ code: 'not_authorized' });
      expect(await authorize(refund, 'payment', actor)).toEqual({ kind: 'forbidden' });
    }
    expect((await viewOf(db, refund)).trustMoves).toEqual([]);
    const given = await Promise.all([1, 2, 3].map(() => authorize(refund, 'payment', people.lawyer)));
    expect(new Set(given.map((one) => one.kind === 'authorized' && one.authorization.id)).size).toBe(1);
    expect(await record(refund, 'payment', people.admin)).toEqual(OK);

    const { trustMoves, postings } = await viewOf(db, refund);
    const accounts = await findDefaultAccounts(db, firm.firmId);
    expect(trustMoves).toMatchObject([
      {
        step: 'payment',
        authorization: {
          ...{ amount: 1_250_00, method: 'check', methodReference: '1044', authorizedBy: people.lawyer },
          ...{ fromAccountId: accounts.trust, toAccountId: accounts.operating },
          payee: expect.stringMatching(
            new RegExp(
              `^Adler & Brandt LLP, reimbursement of refund ${refund.refundId} paid to .+ on ${today().slice(0, 4)}`,
            ),
          ),
          purpose: expect.stringContaining(`re_${refund.refundId}`),
        },
        record: { recordedBy: people.admin, reference: 'TC-1044', newBalance: 18_750_00 },
      },
    ]);
    expect(postings.some(({ step }) => step === 'trust_payment')).toBe(true);
    // The exported chain says it too, and no name that could never be taken out.
    const events = await listRefundEvents(db, { ...refund, afterSeq: 0, limit: 100 });
    const authorized = events.find(({ type }) => type === 'trust_step.authorized');
    expect(authorized).toMatchObject({
      actor: people.lawyer,
      data: { step: 'payment', amount: 1_250_00, method: 'check', fromAccountId: accounts.trust },
    });
    expect(JSON.stringify(authorized?.data)).not.toContain('paid to');
    expect(await authorize(refund, 'payment', people.owner)).toEqual({ kind: 'not_open' });
  });

  it('is authorized by a lawyer who records it in person', async () => {
    const refund = await paidRefund();
    expect(await record(refund, 'payment', firm.people.lawyer)).toEqual(OK);
    expect(await record(refund, 'payment', firm.people.lawyer)).toEqual(OK);
    const [move] = (await viewOf(db, refund)).trustMoves;
    expect(move?.authorization).toMatchObject({
      authorizedBy: firm.people.lawyer,
      methodReference: 'TC-1044',
    });
    expect(await record(refund, 'deposit', firm.people.admin)).toMatchObject({ code: 'not_authorized' });
  });

  it('keeps its last authorization, of which there are twenty at most', async () => {
    const refund = await paidRefund();
    for (let nth = 1; nth <= 20; nth += 1) {
      const outcome = await authorize(refund, 'payment', firm.people.owner, {
        ...CHECK,
        methodReference: String(nth),
      });
      expect(outcome.kind).toBe('authorized');
    }
    expect(await authorize(refund, 'payment', firm.people.owner)).toEqual({ kind: 'too_many' });
    expect(await record(refund, 'payment', firm.people.admin)).toEqual(OK);
    const [move] = (await viewOf(db, refund)).trustMoves;
    expect(move?.authorization?.methodReference).toBe('20');
  });

  it('of a refund that failed in between is authorized no more; the way back is owed a word of its own', async () => {
    const refund = await paidRefund();
    for (const step of ['payment', 'deposit', 'transfer'] as const) {
      expect(await record(refund, step, firm.people.lawyer)).toEqual(OK);
    }
    const other = await paidRefund();
    await authorize(other, 'payment', firm.people.lawyer);
    for (const failing of [refund, other]) {
      await failRefund(db, failing, { code: 'account_closed', message: 'Closed', at: new Date() });
    }
    expect(await authorize(other, 'payment', firm.people.owner)).toEqual({ kind: 'not_open' });
    expect(await record(other, 'payment', firm.people.admin)).toMatchObject({ code: 'no_such_obligation' });
    expect(await record(refund, 'restore', firm.people.admin)).toMatchObject({ code: 'not_authorized' });
    expect((await authorize(refund, 'restore', firm.people.lawyer)).kind).toBe('authorized');
    expect(await record(refund, 'restore', firm.people.admin)).toEqual(OK);
    const back = (await viewOf(db, refund)).trustMoves.find(({ step }) => step === 'restore');
    const accounts = await findDefaultAccounts(db, firm.firmId);
    expect(back?.authorization).toMatchObject({
      payee: 'Adler & Brandt LLP, trust account',
      fromAccountId: accounts.operating,
      toAccountId: accounts.trust,
    });
  });

  it('of another firm is not found, and no row may name a program as who authorized it', async () => {
    const refund = await paidRefund();
    const stranger = await createSmallFirm(db);
    const task = { firmId: stranger.firmId, obligationId: await taskOf(refund, 'payment') };
    const by = { actor: stranger.people.lawyer, at: new Date() };
    expect(await authorizeTrustStep(db, task, CHECK, by)).toEqual({ kind: 'not_found' });
    await authorize(refund, 'payment', firm.people.lawyer);
    const ofRefund = and(
      eq(trustAuthorizations.firmId, firm.firmId),
      eq(trustAuthorizations.refundId, refund.refundId),
    );
    const [row] = await db.select().from(trustAuthorizations).where(ofRefund);
    if (row === undefined) throw new Error('It was not authorized');
    for (const authorizedBy of [await program(), stranger.people.lawyer]) {
      const forged = { ...row, id: `ta_${randomUUID()}`, authorizedBy };
      await expect(db.insert(trustAuthorizations).values(forged)).rejects.toThrow();
    }
    await expect(db.update(trustAuthorizations).set({ payee: 'Fees' }).where(ofRefund)).rejects.toThrow();
  });

  it('comes with a file where the firm requires one: the trust payment and the transfer', async () => {
    const refund = await paidRefund();
    const { lawyer } = firm.people;
    const set = (stepEvidence: 'required' | 'optional') =>
      db.update(firms).set({ stepEvidence }).where(eq(firms.id, firm.firmId));
    await set('required');
    const content = Buffer.from(randomUUID());
    const file = { firmId: firm.firmId, mediaType: 'application/pdf', content, keptBy: lawyer } as const;
    const kept = await keepEvidence(db, { ...file, at: new Date() }, { bytesPerFirm: 1_000_000 });
    const evidenceId = kept.kind === 'kept' ? kept.evidence.id : null;
    expect(await record(refund, 'payment', lawyer)).toMatchObject({ code: 'evidence_required' });
    expect(await record(refund, 'payment', lawyer, evidenceId)).toEqual(OK);
    expect(await record(refund, 'deposit', lawyer)).toEqual(OK);
    expect(await record(refund, 'transfer', lawyer)).toMatchObject({ code: 'evidence_required' });
    await set('optional');
    expect(await record(refund, 'transfer', lawyer)).toEqual(OK);
  });
});

describe('a refund whose trust leg is drawn on trust', () => {
  it('is authorized in writing by its approval', async () => {
    await db.update(firms).set({ approvalRule: 'always' }).where(eq(firms.id, firm.firmId));
    const refund = await recordRefund(db, firm, TRUST);
    await db.update(firms).set({ approvalRule: 'never' }).where(eq(firms.id, firm.firmId));
    const { trust } = await findDefaultAccounts(db, firm.firmId);
    await sql`UPDATE refund_legs SET drawn_on = ${trust} WHERE refund_id = ${refund.refundId}`;
    await askForApproval(db, refund, new Date());
    const actor = firm.people.lawyer;
    for (const time of ['once', 'again']) expect(await approve(refund), time).toEqual(OK);
    expect((await viewOf(db, refund)).trustMoves).toMatchObject([
      {
        step: 'disbursement',
        record: null,
        authorization: {
          ...{ authorizedBy: actor, amount: 1_250_00, method: 'eft' },
          ...{
            fromAccountId: trust,
            toAccountId: null,
            purpose: `Refund of trust money: refund ${refund.refundId}`,
          },
        },
      },
    ]);
  });
});

describe('a refund that the preview warns of', () => {
  it('of trust money to a payer who is not the client, is approved with a reason, which is kept', async () => {
    const ofFirm = eq(firms.id, firm.firmId);
    await db.update(firms).set({ riskyRefunds: 'approve' }).where(ofFirm);
    const transactionId = await givePayment(db, null, firm, { parts: TRUST });
    const ordinary = await preview(transactionId);
    expect(ordinary).toMatchObject({ approvalReasons: [], warnings: ['trust_steps_owed'] });
    await db
      .update(payments)
      .set({ payerName: 'Luis Whitfield' })
      .where(and(eq(payments.firmId, firm.firmId), eq(payments.transactionId, transactionId)));
    const risky = await preview(transactionId);
    expect(risky).toMatchObject({
      approvalReasons: ['payer_is_not_client'],
      warnings: ['approval_needed', 'payer_is_not_client', 'trust_steps_owed'],
    });
    const asked = await askRefund(db, firm, transactionId);
    if (asked.kind !== 'noted') throw new Error(asked.kind);
    // What the firm decides afterwards does not reach it.
    await db.update(firms).set({ riskyRefunds: 'warn' }).where(ofFirm);
    const refund = { firmId: firm.firmId, refundId: asked.refund.id };
    expect(asked.refund).toMatchObject({
      approvalRequired: true,
      approvalReasons: ['payer_is_not_client'],
    });
    await askForApproval(db, refund, new Date());
    expect(await approve(refund)).toMatchObject({ code: 'payer_reason_required' });
    const payerReason = 'Her father paid the retainer, and she wrote that it goes back to him';
    for (const time of ['once', 'again']) expect(await approve(refund, payerReason), time).toEqual(OK);
    const events = await listRefundEvents(db, { ...refund, afterSeq: 0, limit: 100 });
    expect(events.find(({ type }) => type === 'refund.approved')).toMatchObject({
      actor: firm.people.lawyer,
      data: { payerIsNotClient: true },
      note: payerReason,
    });
  });

  it('of trust money that the bank may still take back, needs a second person and no reason', async () => {
    const ofFirm = eq(firms.id, firm.firmId);
    await db.update(firms).set({ riskyRefunds: 'approve' }).where(ofFirm);
    const transactionId = await givePayment(db, null, firm, { method: 'ach', parts: TRUST });
    const asked = await askRefund(db, firm, transactionId);
    await db.update(firms).set({ riskyRefunds: 'warn' }).where(ofFirm);
    if (asked.kind !== 'noted') throw new Error(asked.kind);
    expect(asked.refund.approvalReasons).toEqual(['ach_returnable']);
    const refund = { firmId: firm.firmId, refundId: asked.refund.id };
    await askForApproval(db, refund, new Date());
    expect(await approve(refund)).toEqual(OK);
  });
});

function preview(transactionId: TransactionId) {
  return previewRefund(db, { firmId: firm.firmId, transactionId, now: new Date(), creditDaysOf });
}

async function approve(refund: WalkedRefund, payerReason: string | null = null) {
  const [approval] = (await viewOf(db, refund)).obligations;
  const body = { decision: 'approve', note: null, payerReason } as const;
  const actor = firm.people.lawyer;
  const instructionId = await recordCommand(db, { kind: 'approval', body, ...refund, actor });
  return applyCommand(db, refund, { instructionId, obligationId: approval?.id ?? null, at: new Date() });
}
