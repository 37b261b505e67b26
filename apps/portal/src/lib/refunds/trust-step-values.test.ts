import { expect, test } from 'vitest';
import { readTrustStep, stepErrorsOf } from './trust-step-values.ts';

const FILLED_IN = {
  step: 'deposit',
  obligationId: 'obl_1',
  amount: '$1,150.00',
  date: '2026-11-24',
  reference: ' DEP 17 ',
};

function read(fields: Record<string, string>) {
  const form = new FormData();
  for (const [name, value] of Object.entries({ ...FILLED_IN, ...fields })) form.set(name, value);
  return readTrustStep(form);
}

test('a step is read with its amount in cents', () => {
  expect(read({})).toMatchObject({ ok: true, step: 'deposit', amount: 115_000 });
});

test.each([
  ['amount', '1.150,00'],
  ['amount', ''],
  ['date', '24.11.2026'],
  ['reference', '  '],
])('a step without a readable %s (%j) is refused at that field, with what was typed', (field, text) => {
  const reading = read({ [field]: text });
  expect(reading.ok).toBe(false);
  if (reading.ok) return;
  expect(Object.keys(reading.errors)).toEqual([field]);
  expect(reading.values).toMatchObject({ [field]: text.trim() });
});

test('puts what the API refused at the field that it is about', () => {
  const refusal = (code: string, fields?: Record<string, string>) =>
    stepErrorsOf({ code, detail: 'Why.', ...(fields && { fields }) });
  expect(refusal('invalid_request', { date: 'Must be a day that has come.' })).toEqual({
    date: 'Enter a date that is today or earlier.',
  });
  expect(refusal('amount_mismatch')).toEqual({
    amount: 'Enter the exact amount of the trust part of this refund.',
  });
  expect(refusal('date_out_of_range')).toEqual({ date: 'Why.' });
  expect(refusal('out_of_order')).toBeNull();
});
