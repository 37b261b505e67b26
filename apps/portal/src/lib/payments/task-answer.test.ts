import { describe, expect, test } from 'vitest';
import { describeAnswer } from './payment-task-answer.ts';
import { readTaskAnswer } from './read-task-answer.ts';

function formOf(fields: Readonly<Record<string, string>>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  return form;
}

describe('how a client was paid (B16)', () => {
  test('by check or transfer needs a number and a date', () => {
    const check = { kind: 'repayment', paidBy: 'check', reference: ' 1042 ', date: '2026-11-20' };
    expect(readTaskAnswer(formOf(check), {})).toEqual({
      ok: true,
      answer: { kind: 'repayment', paidBy: 'check', reference: '1042', date: '2026-11-20' },
    });
    for (const missing of ['reference', 'date']) {
      expect(readTaskAnswer(formOf({ ...check, [missing]: '' }), {})).toMatchObject({ ok: false });
    }
  });

  test('as a credit needs what the client agreed to, and their agreement', () => {
    const credit = formOf({ kind: 'repayment', paidBy: 'credit', note: 'Toward the May bill' });
    expect(readTaskAnswer(credit, {})).toMatchObject({ ok: false });
    expect(readTaskAnswer(credit, { evidenceId: 'ev_1' })).toMatchObject({
      ok: true,
      answer: { paidBy: 'credit', evidenceId: 'ev_1' },
    });
    expect(readTaskAnswer(formOf({ kind: 'repayment' }), {})).toMatchObject({ ok: false });
  });

  test('is told in words once it is known', () => {
    const told = (answer: Parameters<typeof describeAnswer>[0]['answer']) =>
      describeAnswer({ status: 'done', answer });
    expect(told({ paidBy: 'check', reference: '1042', date: '2026-11-20' })).toMatch(
      /^Paid by check 1042 on .*Nov 20/,
    );
    expect(told({ paidBy: 'refund', refundId: 'rf_1' })).toBe('A new refund of the payment arrived.');
    expect(told({ outcome: 'lost' })).toMatch('lost');
    expect(describeAnswer({ status: 'open', answer: null })).toBeNull();
  });
});

describe('a move of trust money after the bank took a payment back', () => {
  const move = { kind: 'trust_replenish', amount: '1,250.00', date: '2026-11-30', reference: 'WIRE-7' };

  test('needs the amount, the day, the reference, and evidence for a shortage', () => {
    const answer = { ...move, amount: 1_250_00, evidenceId: 'ev_1' };
    expect(readTaskAnswer(formOf(move), { evidenceId: 'ev_1' })).toEqual({ ok: true, answer });
    expect(readTaskAnswer(formOf(move), {})).toMatchObject({ ok: false });
    for (const missing of ['amount', 'date', 'reference']) {
      const form = formOf({ ...move, [missing]: '' });
      expect(readTaskAnswer(form, { evidenceId: 'ev_1' })).toMatchObject({ ok: false });
    }
    const step = { ...move, kind: 'trust_payment' };
    expect(readTaskAnswer(formOf(step), {})).toEqual({ ok: true, answer: { ...step, amount: 1_250_00 } });
    const back = { ...move, kind: 'trust_restore' };
    expect(readTaskAnswer(formOf(back), {})).toEqual({ ok: true, answer: { ...back, amount: 1_250_00 } });
    const notMade = { kind: 'trust_restore', outcome: 'not_made', note: 'Check 104 is voided' };
    expect(readTaskAnswer(formOf({ ...back, ...notMade }), {})).toEqual({ ok: true, answer: notMade });
    expect(readTaskAnswer(formOf({ ...notMade, note: '' }), {})).toMatchObject({ ok: false });
    const done = { reference: 'WIRE-7', date: '2026-11-30' };
    expect(describeAnswer({ status: 'done', answer: done })).toMatch(/^Recorded: WIRE-7 on .*Nov 30/);
  });

  test('and a decision about its invoice is one of three', () => {
    const form = formOf({ kind: 'invoice_decision', decision: 'write_off' });
    const answer = { kind: 'invoice_decision', decision: 'write_off' } as const;
    expect(readTaskAnswer(form, {})).toEqual({ ok: true, answer });
    expect(readTaskAnswer(formOf({ kind: 'invoice_decision' }), {})).toMatchObject({ ok: false });
    expect(describeAnswer({ status: 'done', answer: { decision: 'write_off' } })).toBe('Write off.');
  });
});

test('a response to a dispute says what was sent', () => {
  expect(readTaskAnswer(formOf({ kind: 'dispute', note: '' }), {})).toMatchObject({ ok: false });
  expect(readTaskAnswer(formOf({ kind: 'dispute', note: 'The engagement letter' }), {})).toEqual({
    ok: true,
    answer: { kind: 'dispute', note: 'The engagement letter' },
  });
});

describe('what became of a check that nobody cashed (LW1)', () => {
  test('is a note, or another payment with its number and date', () => {
    const reached = { kind: 'unclaimed', outcome: 'reached', note: 'She is back next week' };
    expect(readTaskAnswer(formOf(reached), {})).toEqual({ ok: true, answer: reached });
    expect(readTaskAnswer(formOf({ ...reached, note: '' }), {})).toMatchObject({ ok: false });
    const state = { kind: 'unclaimed', outcome: 'state', reference: 'UP-1', date: '2026-11-20' };
    expect(readTaskAnswer(formOf(state), {})).toEqual({
      ok: true,
      answer: {
        ...{ kind: 'unclaimed', outcome: 'replaced', paidBy: 'state' },
        ...{ reference: 'UP-1', date: '2026-11-20' },
      },
    });
    expect(readTaskAnswer(formOf({ ...state, date: '' }), {})).toMatchObject({ ok: false });
  });
});
