import { expect, test } from 'vitest';
import { bankAccountFacts, findBankAccountFaults, readBankAccount } from './bank-account.ts';

function formOf(fields: Record<string, string>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return form;
}

test('what was left empty is null, and a state may be typed in small letters', () => {
  const values = readBankAccount(formOf({ kind: 'trust', title: ' IOLTA ', isIolta: 'on', state: 'nj' }));
  expect(findBankAccountFaults(values)).toEqual({});
  expect(bankAccountFacts(values)).toMatchObject({
    bankName: null,
    lastFour: null,
    isIolta: true,
    state: 'NJ',
  });
});

test('more than four characters of a number, a state that is none and no name are refused, each at its field', () => {
  const faults = findBankAccountFaults(
    readBankAccount(formOf({ kind: 'trust', title: '', lastFour: '00123456', state: 'XX' })),
  );
  expect(Object.keys(faults)).toEqual(['title', 'lastFour', 'state']);
});
