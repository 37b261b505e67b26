import { expect, it } from 'vitest';
import { readLateReturn } from './read-late-return.ts';

const LETTER = { evidenceId: 'ev_1' };

function formOf(changes: Readonly<Record<string, string>> = {}): FormData {
  const form = new FormData();
  const typed = { amount: '$1,250.00', date: '2026-11-30', returnCode: '', debitedFrom: '', ...changes };
  for (const [name, value] of Object.entries(typed)) form.set(name, value);
  return form;
}

it('reads what the letter says, and leaves out what it does not', () => {
  expect(readLateReturn(formOf(), LETTER)).toEqual({
    ok: true,
    report: { amount: 125_000, date: '2026-11-30', evidenceId: 'ev_1' },
  });
  expect(readLateReturn(formOf({ returnCode: ' r10 ', debitedFrom: 'trust' }), LETTER)).toMatchObject({
    report: { returnCode: 'R10', debitedFrom: 'trust' },
  });
});

it.each<[string, FormData, { evidenceId?: string }]>([
  ['no amount', formOf({ amount: '' }), LETTER],
  ['an amount of nothing', formOf({ amount: '0.00' }), LETTER],
  ['an amount with fractions of a cent', formOf({ amount: '12.345' }), LETTER],
  ['no date', formOf({ date: '' }), LETTER],
  ['a code that is none', formOf({ returnCode: 'insufficient funds' }), LETTER],
  ['no letter', formOf(), {}],
])('asks again for %s', (_, form, named) => {
  expect(readLateReturn(form, named)).toMatchObject({ ok: false });
});
