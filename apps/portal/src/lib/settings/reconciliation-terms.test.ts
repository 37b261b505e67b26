import { expect, test } from 'vitest';
import { readReconciliationTerms } from './reconciliation-terms.ts';

function read(fields: Readonly<Record<string, string>>) {
  const form = new FormData();
  const typed = { every: 'quarter', dueDay: '10', reviewDay: '15', ownerDay: '20', ...fields };
  for (const [name, value] of Object.entries(typed)) form.set(name, value);
  return readReconciliationTerms(form);
}

test('days are read as they are typed', () => {
  const terms = { every: 'quarter', dueDay: 10, reviewDay: 15, ownerDay: 20 };
  expect(read({})).toMatchObject({ ok: true, terms });
});

test('what is no day of each month is asked for again, with what was typed', () => {
  for (const dueDay of ['', 'ten', '0', '29', '1.5', '16']) {
    expect(read({ dueDay })).toMatchObject({ ok: false, values: { dueDay } });
  }
});
