import { expect, it } from 'vitest';
import { readTrustTransaction, trustTransactionBody } from './trust-transaction.ts';

const FILLED = {
  type: 'bank_charge',
  bankAccountId: 'ba_1',
  amount: '$15.00',
  date: '2026-11-30',
  reference: 'STMT 11',
};

function bodyOf(values: Readonly<Record<string, string>>) {
  const form = new FormData();
  for (const [name, value] of Object.entries({ ...FILLED, ...values })) form.set(name, value);
  return trustTransactionBody(readTrustTransaction(form));
}

it('sends what the kind of record needs, and nothing else', () => {
  const moved = { amount: 15_00, date: '2026-11-30', reference: 'STMT 11' };
  expect(bodyOf({ about: 'tt_1', matterNumber: '2026-014' })).toEqual({
    ...{ type: 'bank_charge', bankAccountId: 'ba_1' },
    ...moved,
  });
  const about = { about: 'tt_1', matterNumber: '2026-014' };
  expect(bodyOf({ ...about, type: 'deposit_identified' })).toEqual({
    ...{ type: 'deposit_identified', depositId: 'tt_1', matterNumber: '2026-014' },
    ...moved,
  });
  expect(bodyOf({ ...about, type: 'deposit_returned' })).toEqual({
    ...{ type: 'deposit_returned', depositId: 'tt_1' },
    ...moved,
  });
  expect(bodyOf({ ...about, type: 'reversal' })).toEqual({
    ...{ type: 'reversal', reverses: 'tt_1', reference: 'STMT 11' },
  });
});

it.each([
  [{ reference: '' }, 'reference'],
  [{ amount: '15' + '.5' }, 'dollars and cents'],
  [{ amount: '0.00' }, 'dollars and cents'],
  [{ date: '' }, 'day that the bank shows'],
  [{ type: 'reversal' }, 'record that it is about'],
  [{ type: 'deposit_identified', about: 'tt_1' }, 'number of the matter'],
])('says what is missing: %j', (values, missing) => {
  expect(bodyOf(values)).toContain(missing);
});
