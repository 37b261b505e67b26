// Two pairs of eyes (B8): nothing that needs a second person reaches the processor without one.
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changeFirm } from '@makewhole/db/firms/change-firm';
import { createPrincipal } from '@makewhole/db/users/create-principal';
import { issueApiKey } from '@makewhole/db/api-keys/issue-api-key';
import { revokeApiKey } from '@makewhole/db/api-keys/revoke-api-key';
import { cancelRefund } from '@makewhole/db/refunds/cancel-or-reject';
import type { RefundView } from '@makewhole/db/refunds/refund-view';
import { beginSubmission } from '@makewhole/db/refunds/submit-refund';
import { apiKeys, principals } from '@makewhole/db/schema/firms';
import { refunds } from '@makewhole/db/schema/refunds';
import { approvalEndsAt } from '@makewhole/domain/obligation-dates';
import type { ApprovalDecision } from '@makewhole/domain/approval';
import type { PrincipalId } from '@makewhole/domain/ids';
import { money } from '@makewhole/domain/money';
import type { CommandResult } from '@makewhole/domain/contracts/refund';
import { createRefundWorld, type FirmWorld, type RefundWorld } from '../support/refund-world.ts';
import type { WantedPayment } from '../support/small-firm.ts';
import { beginRefund, bookRefund, mailSeen, milestones, trustOf } from './refund-walk.ts';
import { byOwner } from '../support/small-firm.ts';

const DAY_MS = 86_400_000;
const INVOICE: WantedPayment = { parts: [{ of: 'invoice', amount: 60_00 }] };
const TRUST: WantedPayment = { parts: [{ of: 'trust', amount: 30_00 }] };

let servers: RefundWorld;
beforeAll(async () => {
  servers = await createRefundWorld();
});
afterAll(() => servers.stop());

describe.concurrent('a refund that a second person must approve', () => {
  it('waits for them, is checked again after it, and only then goes to the processor', async () => {
    const world = await firmThatAsks();
    const refund = await awaited(world, INVOICE);
    expect(await world.sandbox.refunds(refund.transactionId)).toEqual([]);
    await mailSeen(world, refund, 'A refund of $60.00 waits for your approval');
    await world.says(refund, { status: 'awaiting_approval', waitingFor: 'approval' });

    expect(await decide(world, refund, 'approve')).toEqual({ ok: true });
    await world.seen(refund, ({ status }) => status === 'processing');
    expect(await milestones(world, refund)).toEqual([
      'refund.requested',
      'refund.awaiting_approval',
      'refund.approved',
      'refund.submitting',
      'refund.sent',
      'refund.processing',
    ]);
  });

  it('is rejected after the approval where the payment was disputed meanwhile', async () => {
    const world = await firmThatAsks();
    const refund = await awaited(world, INVOICE);
    await world.sandbox.post('/control/dispute', { transactionId: refund.transactionId });
    await decide(world, refund, 'approve');
    const ended = await world.seen(refund, ({ closedAt }) => closedAt !== null);
    expect(ended).toMatchObject({ status: 'rejected', failureCode: 'disputed' });
    expect(await world.sandbox.refunds(refund.transactionId)).toEqual([]);
  });

  it('is not approved by whoever asked for it, nor let through by the table', async () => {
    const world = await firmThatAsks();
    const refund = await awaited(world, INVOICE);
    const { admin, lawyer } = world.firm.people;
    expect(await decide(world, refund, 'approve', admin)).toMatchObject({ ok: false, code: 'own_request' });
    const forge = (approvedBy: PrincipalId) =>
      world.db
        .update(refunds)
        .set({ approvedBy, approvedAt: new Date() })
        .where(eq(refunds.id, refund.id))
        .then(
          () => 'taken',
          (error: unknown) => JSON.stringify(error, Object.getOwnPropertyNames(Object(error).cause ?? {})),
        );
    expect(await forge(admin)).not.toBe('taken');
    const key = { firmId: refund.firmId, refundId: refund.id };
    await expect(beginSubmission(world.db, key, new Date())).rejects.toThrow();
    expect(await world.find(refund.id)).toMatchObject({ status: 'awaiting_approval', approvedBy: null });
    expect(await forge(lawyer)).toBe('taken');
  });

  it('is not approved by a person who made any API key of the program that asked, nor let through by the table', async () => {
    const world = await firmThatAsks();
    const { db, firm } = world;
    const { owner, lawyer } = firm.people;
    const holder = { name: 'Practice management' };
    const scopes = ['refund'] as const;
    const first = await issueApiKey(db, byOwner(firm), { holder, scopes });
    if (first.outcome !== 'issued') throw new Error(first.outcome);
    await issueApiKey(
      db,
      { ...byOwner(firm), principalId: lawyer },
      { holder: { replaces: first.view.id }, scopes },
    );
    await revokeApiKey(db, byOwner(firm), first.view.id);
    const [program] = await db.select().from(apiKeys).where(eq(apiKeys.id, first.view.id));
    const refund = await awaited(world, INVOICE, program?.principalId);
    expect(new Set(refund.requestedOnBehalfOf)).toEqual(new Set([owner, lawyer]));

    for (const maker of [owner, lawyer]) {
      const refused = { ok: false, code: 'own_request' };
      expect(await decide(world, refund, 'approve', maker)).toMatchObject(refused);
      expect(await decide(world, refund, 'decline', maker)).toMatchObject(refused);
      const forged = db
        .update(refunds)
        .set({ approvedBy: maker, approvedAt: new Date() })
        .where(eq(refunds.id, refund.id));
      await expect(forged).rejects.toThrow();
    }
    const other = { kind: 'user', name: 'Lee Park', email: 'lee@adler.example', role: 'lawyer' } as const;
    const second = await createPrincipal(db, { ...other, firmId: firm.firmId });
    expect(await decide(world, refund, 'approve', second)).toEqual({ ok: true });
    await world.seen(refund, ({ status }) => status === 'processing');
  });

  it('is not approved by somebody whom its requester has just let in, themselves or through another', async () => {
    const world = await firmThatAsks();
    const { db, firm } = world;
    const refund = await awaited(world, INVOICE);
    const { admin, lawyer } = firm.people;
    const other = { kind: 'user', name: 'Lee Park', email: 'lee@adler.example', role: 'lawyer' } as const;
    const friend = await createPrincipal(db, { ...other, firmId: firm.firmId });
    const letIn = (id: PrincipalId, letInBy: PrincipalId, letInAt: Date) =>
      db.update(principals).set({ letInBy, letInAt }).where(eq(principals.id, id));
    // The world's clock may be ahead of ours.
    const soon = new Date(Date.now() + 60 * DAY_MS);
    await letIn(lawyer, admin, soon);
    await letIn(friend, lawyer, soon);
    for (const approver of [lawyer, friend]) {
      const refused = { ok: false, code: 'approver_too_new' };
      expect(await decide(world, refund, 'approve', approver)).toMatchObject(refused);
    }
    expect(await world.find(refund.id)).toMatchObject({ status: 'awaiting_approval', approvedBy: null });
    await letIn(lawyer, admin, new Date(Date.now() - 30 * DAY_MS));
    expect(await decide(world, refund, 'approve', friend)).toEqual({ ok: true });
    await world.seen(refund, ({ status }) => status === 'processing');
  });

  it('that is declined ends there, with its hold released, and may be asked for anew', async () => {
    const world = await firmThatAsks();
    const refund = await awaited(world, TRUST);
    expect(await trustOf(world)).toEqual({ balance: 500_00, held: 30_00 });
    expect(await decide(world, refund, 'decline')).toEqual({ ok: true });
    expect(await world.handleOf(refund).result()).toBe('declined');
    expect(await trustOf(world)).toEqual({ balance: 500_00, held: 0 });
    expect((await world.find(refund.id)).obligations).toMatchObject([{ kind: 'approval', status: 'done' }]);
    expect((await world.ask(refund.transactionId)).kind).toBe('noted');
  });

  it('is reminded of, told to everyone when it is due, and declined by itself two bank days later', async () => {
    const world = await firmThatAsks();
    const refund = await awaited(world, INVOICE);
    const [approval] = (await world.find(refund.id)).obligations;
    await world.says(refund, { waitingFor: 'approval' });
    await world.passTimeTo(refund, approval?.dueAt ?? '');
    const overdue = await mailSeen(
      world,
      refund,
      'Not approved yet: a refund of $60.00 to Dana Whitfield',
      3,
    );
    expect(overdue.map(({ to }) => to).sort()).toEqual([
      'admin@adler.example',
      'lawyer@adler.example',
      'owner@adler.example',
    ]);
    expect((await world.find(refund.id)).status).toBe('awaiting_approval');
    await world.passTimeTo(refund, approvalEndsAt(approval?.openedAt.toISOString() ?? ''));
    expect(await world.handleOf(refund).result()).toBe('declined');
    const ended = await world.find(refund.id);
    expect(ended).toMatchObject({ status: 'declined', failureCode: 'approval_expired' });
    expect(ended.obligations).toMatchObject([{ kind: 'approval', status: 'void' }]);
    await mailSeen(world, refund, 'Reminder: a refund of $60.00 waits for you');
    expect(await world.sandbox.refunds(refund.transactionId)).toEqual([]);
  });

  it('is canceled while it waits: the workflow ends when it is told', async () => {
    const world = await firmThatAsks();
    const refund = await awaited(world, TRUST);
    expect(await cancel(world, refund)).toBe('canceled');
    await world.tell(refund);
    expect(await world.handleOf(refund).result()).toBe('canceled');
    expect(await trustOf(world)).toEqual({ balance: 500_00, held: 0 });
    expect((await world.find(refund.id)).obligations).toMatchObject([{ status: 'void' }]);
  });

  it('whose approval races a cancel has one outcome each time', async () => {
    const world = await firmThatAsks();
    const races = Array.from({ length: 12 }, async () => {
      const refund = await awaited(world, TRUST);
      const [approved, canceled] = await Promise.all([
        decide(world, refund, 'approve'),
        cancel(world, refund),
      ]);
      await world.tell(refund).catch(() => undefined);
      const ended = await world.seen(
        refund,
        ({ status }) => status === 'canceled' || status === 'processing',
      );
      const sent = await world.sandbox.refunds(refund.transactionId);
      expect([canceled, sent.length]).toEqual(ended.status === 'canceled' ? ['canceled', 0] : ['refused', 1]);
      if (ended.status === 'processing') expect(approved).toEqual({ ok: true });
    });
    await Promise.all(races);
  });
});

describe.concurrent("the firm's rule", () => {
  it('over an amount leaves the smaller refunds alone, and holds for what is asked from then on', async () => {
    const world = await servers.anotherFirm(500_00);
    const before = await world.request(await world.pay(INVOICE));
    const policy = { approvalRule: 'over_amount', approvalOverAmount: money(50_00) } as const;
    await changeFirm(world.db, byOwner(world.firm), policy, { steppedUp: true });
    await world.start(before);
    await world.seen(before, ({ status }) => status === 'processing');
    await bookRefund(world, TRUST);
    await awaited(world, INVOICE);
  });
});

async function firmThatAsks(): Promise<FirmWorld> {
  const world = await servers.anotherFirm(500_00);
  const policy = { approvalRule: 'always', approvalOverAmount: null } as const;
  await changeFirm(world.db, byOwner(world.firm), policy, { steppedUp: true });
  return world;
}

async function awaited(
  world: FirmWorld,
  wanted: WantedPayment,
  principalId?: PrincipalId,
): Promise<RefundView> {
  const refund = await beginRefund(world, wanted, principalId === undefined ? {} : { principalId });
  return world.seen(
    refund,
    ({ status, obligations }) => status === 'awaiting_approval' && obligations.length === 1,
  );
}

function decide(
  world: FirmWorld,
  refund: RefundView,
  decision: ApprovalDecision,
  actor: PrincipalId = world.firm.people.lawyer,
): Promise<CommandResult> {
  const instruction = { kind: 'approval', body: { decision, note: null }, actor } as const;
  return world.instruct(refund, 'decideApproval', instruction, 'approval');
}

async function cancel(world: FirmWorld, { id: refundId }: RefundView): Promise<string> {
  const { firmId, people } = world.firm;
  return (await cancelRefund(world.db, { firmId, refundId }, { actor: people.admin, at: new Date() })).kind;
}
