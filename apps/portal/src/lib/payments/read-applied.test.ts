import { expect, it } from 'vitest';
import { readApplied } from './read-applied.ts';

function formOf(changes: Readonly<Record<string, string>> = {}): FormData {
  const form = new FormData();
  const typed = {
    ...{ itemId: 'item_1', invoiceNumber: ' INV-7 ', amount: '$600.00' },
    ...{ date: '2026-11-20', reference: 'TC 7', ...changes },
  };
  for (const [name, value] of Object.entries(typed)) form.set(name, value);
  return form;
}

it('reads what was typed', () => {
  expect(readApplied(formOf())).toEqual({
    ok: true,
    applied: {
      ...{ itemId: 'item_1', invoiceNumber: 'INV-7', amount: 600_00 },
      ...{ date: '2026-11-20', reference: 'TC 7' },
    },
  });
});

it.each<Readonly<Record<string, string>>>([
  { invoiceNumber: ' ' },
  { amount: '' },
  { amount: '0.00' },
  { date: '' },
  { reference: '' },
])('asks again for what is missing: %o', (changes) => {
  expect(readApplied(formOf(changes))).toMatchObject({ ok: false });
});
