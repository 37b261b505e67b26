import { expect, it } from 'vitest';
import { readAssignment } from './read-assignment.ts';

const PAYMENT = { amount: 90_00, currency: 'USD' } as const;

function formOf(typed: Readonly<Record<string, string>>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(typed)) form.set(name, value);
  return form;
}

it('reads the matter and the items that were filled in', () => {
  const form = formOf({
    ...{ matterNumber: ' 2026-014 ', account1: 'operating', amount1: '$60.00', invoiceNumber1: 'INV-7' },
    ...{ account2: '', amount2: '', account3: 'trust', amount3: '30.00', description3: 'Retainer' },
  });
  expect(readAssignment(form, PAYMENT)).toEqual({
    ok: true,
    assignment: {
      matterNumber: '2026-014',
      items: [
        { account: 'operating', amount: 60_00, invoiceNumber: 'INV-7' },
        { account: 'trust', amount: 30_00, description: 'Retainer' },
      ],
    },
  });
});

it('needs no matter', () => {
  expect(readAssignment(formOf({ account1: 'trust', amount1: '90.00' }), PAYMENT)).toEqual({
    ok: true,
    assignment: { items: [{ account: 'trust', amount: 90_00 }] },
  });
});

it.each<[string, Readonly<Record<string, string>>]>([
  ['Item 1: choose operating or trust', { amount1: '90.00' }],
  ['Item 1: choose operating or trust', {}],
  ['Item 1: enter the amount', { account1: 'trust', amount1: 'all' }],
  ['Item 2: choose operating or trust', { account1: 'trust', amount1: '60.00', amount2: '30.00' }],
  ['trust money pays no invoice', { account1: 'trust', amount1: '90.00', invoiceNumber1: 'INV-7' }],
  ['add up to $89.99, and the payment is of $90.00', { account1: 'trust', amount1: '89.99' }],
])('asks again: %s', (fault, typed) => {
  expect(readAssignment(formOf(typed), PAYMENT)).toMatchObject({
    ok: false,
    fault: expect.stringContaining(fault),
  });
});
