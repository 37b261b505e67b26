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

test('a response to a dispute says what was sent', () => {
  expect(readTaskAnswer(formOf({ kind: 'dispute', note: '' }), {})).toMatchObject({ ok: false });
  expect(readTaskAnswer(formOf({ kind: 'dispute', note: 'The engagement letter' }), {})).toEqual({
    ok: true,
    answer: { kind: 'dispute', note: 'The engagement letter' },
  });
});
