import { describe, expect, it } from 'vitest';
import { decisionFault, proposedDecision, type InvoiceDecision } from './invoice-decisions.ts';
import { money } from './money.ts';

const judge = (decision: InvoiceDecision, openBalance: number, isPaidBy = true) =>
  decisionFault({ decision, amount: money(640_00), openBalance: money(openBalance), isPaidBy });

describe('an invoice of $640.00 that was paid twice (BK1)', () => {
  it('is proposed as paid by the other payment once nothing is open', () => {
    expect([0, -1, 1].map((open) => proposedDecision(money(open)))).toEqual([
      'paid_otherwise',
      'paid_otherwise',
      null,
    ]);
  });

  it('is neither written off nor credited beyond what is open', () => {
    for (const decision of ['write_off', 'credit_note'] as const) {
      expect(judge(decision, 0)).toEqual({ kind: 'exceeds_open_balance', openBalance: 0 });
      expect(judge(decision, 639_99)).toEqual({ kind: 'exceeds_open_balance', openBalance: 639_99 });
      expect(judge(decision, 640_00)).toBeNull();
    }
    expect(judge('still_due', 0)).toBeNull();
  });

  it('is paid otherwise only by a payment of it, and only if nothing is open', () => {
    expect(judge('paid_otherwise', 0)).toBeNull();
    expect(judge('paid_otherwise', 0, false)).toEqual({ kind: 'not_a_payment_of_it' });
    expect(judge('paid_otherwise', 1)).toEqual({ kind: 'invoice_still_open', openBalance: 1 });
  });
});
