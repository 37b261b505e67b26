import { describe, expect, it } from 'vitest';
import { roleMay, type Action, type Role } from '@makewhole/domain/roles';
import { nextActOfRefund } from './next-act.ts';

type About = Parameters<typeof nextActOfRefund>[0];
type Task = About['refund']['obligations'][number];

const may = (role: Role) => (action: Action) => roleMay(role, action);
const task = (kind: Task['kind'], status: Task['status'] = 'open', subject = ''): Task => ({
  ...{ id: `ob_${kind}`, kind, subject, status },
});

function nextAct(role: Role, refund: Partial<About['refund']>, about: Partial<About> = {}) {
  return nextActOfRefund({
    refund: {
      ...{
        id: 'rf_1',
        status: 'processing',
        closedAt: null,
        transactionId: 'txn_1',
        trustMoves: [],
        obligations: [],
      },
      ...refund,
    },
    ...{ paymentTasks: [], mayDo: may(role), isOwn: false },
    ...about,
  });
}

describe('the next act about a refund', () => {
  it('is to approve it, for those who may, and never for the person who asked', () => {
    const waiting = { status: 'awaiting_approval', obligations: [task('approval')] } as const;
    expect(nextAct('lawyer', waiting)).toEqual({
      ...{ label: 'Review and approve', href: '#task-ob_approval', isMain: true },
    });
    expect(nextAct('lawyer', waiting, { isOwn: true })).toBeNull();
    expect(nextAct('admin', waiting)).toBeNull();
  });

  it('is the first trust step that can be recorded, not one that waits for another', () => {
    const obligations = [task('trust_transfer'), task('trust_deposit'), task('trust_payment', 'done')];
    expect(nextAct('lawyer', { status: 'succeeded', obligations })?.label).toBe('Record the deposit');
    expect(nextAct('admin', { status: 'succeeded', obligations })?.label).toBe('Receipt');
  });

  it('is a step that a lawyer authorized, also for an admin', () => {
    const obligations = [task('trust_payment')];
    const authorization = { obligationId: 'ob_trust_payment' };
    const trustMoves = [
      { step: 'payment', authorization, record: null },
    ] as unknown as About['refund']['trustMoves'];
    expect(nextAct('admin', { obligations, trustMoves })?.label).toBe('Record the trust payment');
  });

  it('is an alarm before a decision', () => {
    const obligations = [task('invoice_decision'), task('attention', 'open', 'late')];
    expect(nextAct('admin', { obligations })?.label).toBe('See what needs attention');
    expect(nextAct('viewer', { obligations })).toBeNull();
  });

  it('is the answer to a dispute of its payment before all else', () => {
    const paymentTasks = [{ ...task('dispute'), authorization: null }];
    const obligations = [task('invoice_decision')];
    expect(nextAct('owner', { obligations }, { paymentTasks })?.label).toBe('Respond to the dispute');
  });

  it('is what the processor says while the outcome is unknown', () => {
    const refund = {
      status: 'outcome_unknown',
      obligations: [task('attention', 'open', 'outcome_unknown')],
    } as const;
    expect(nextAct('admin', refund)).toMatchObject({
      label: 'Report what the processor says',
      href: '#outcome',
    });
    expect(nextAct('viewer', refund)).toBeNull();
  });

  it('is to refund again once an unpaid one is closed', () => {
    const closed = { status: 'declined', closedAt: '2026-11-30T15:00:00Z' } as const;
    expect(nextAct('admin', closed)).toMatchObject({ label: 'Refund again', href: '/refund?id=txn_1' });
    expect(nextAct('admin', { ...closed, closedAt: null })).toBeNull();
  });
});
