import { expect, test } from 'vitest';
import { readTrustStep } from './trust-step-values.ts';

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
