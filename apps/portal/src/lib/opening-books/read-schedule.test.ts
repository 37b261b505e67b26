import { expect, it } from 'vitest';
import { readScheduleForm, scheduleBody } from './read-schedule.ts';

const TYPED = {
  ...{ bankAccountId: 'ba_1', cutOverOn: '2026-11-30', statementBalance: '1,700.00', firmFunds: '100.00' },
  ...{ interest: '', unidentified: '' },
  balances: 'm-14; 1,250.00\n\nm-15\t(50.00)\n',
  items:
    'check; 2026-11-28; 400.00; m-14; Expert Inc.; 1044\r\ndeposit\t2026-11-30\t500.00\tunidentified\tDana\t',
};

it('reads rows that were copied from a spreadsheet, or typed with semicolons', () => {
  const form = new FormData();
  for (const [name, value] of Object.entries(TYPED)) form.append(name, value);
  expect(scheduleBody(readScheduleForm(form))).toEqual({
    ...{ bankAccountId: 'ba_1', cutOverOn: '2026-11-30', statementBalance: 1_700_00 },
    ...{ firmFunds: 100_00, interest: 0, unidentified: 0 },
    balances: [
      { matterExternalId: 'm-14', balance: 1_250_00 },
      { matterExternalId: 'm-15', balance: -50_00 },
    ],
    items: [
      {
        ...{ kind: 'disbursement', date: '2026-11-28', amount: 400_00, matterExternalId: 'm-14' },
        ...{ ledger: null, counterparty: 'Expert Inc.', number: '1044' },
      },
      {
        ...{ kind: 'deposit', date: '2026-11-30', amount: 500_00, matterExternalId: null },
        ...{ ledger: 'unidentified', counterparty: 'Dana', number: null },
      },
    ],
  });
});

it.each([
  [{ cutOverOn: '' }, 'Give the last day'],
  [{ statementBalance: '' }, "Type the statement's balance"],
  [{ firmFunds: '1.5' }, "Type the firm's own money"],
  [{ balances: 'm-14; 1.00\nm-15' }, 'Balances, line 2'],
  [{ balances: 'm-14; one' }, 'Balances, line 1'],
  [{ items: 'cheque; 2026-11-28; 400.00; m-14; Expert Inc.' }, 'Outstanding items, line 1'],
  [{ items: 'check; 11/28/2026; 400.00; m-14; Expert Inc.' }, 'Outstanding items, line 1'],
  [{ items: 'check; 2026-11-28; 0.00; m-14; Expert Inc.' }, 'Outstanding items, line 1'],
])('says what is wrong, and on which line: %o', (changes, fault) => {
  expect(scheduleBody({ ...TYPED, ...changes })).toContain(fault);
});
