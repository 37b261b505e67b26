import { describe, expect, it } from 'vitest';
import { rows, linesIn } from './test-support/lines-in.ts';

describe('the direction', () => {
  it.each([
    ['Credit Debit Indicator', 'Debit', 'Credit'],
    ['DR/CR', 'DR', 'CR'],
    ['D/C', 'D', 'C'],
    ['CR/DR', 'Dr.', 'Cr.'],
    ['Debit or Credit', 'debit', 'credit'],
    ['Type', 'DEBIT', 'CREDIT'],
    ['Transaction Type', 'Withdrawal', 'Deposit'],
    ['Direction', 'out', 'in'],
    ['Sign', '-', '+'],
  ])('is read from a column %s', (name, debit, credit) => {
    const text = rows(
      `Date,Description,Amount,${name}`,
      `2026-03-10,a,30.00,${debit}`,
      `2026-03-10,b,5.00,${credit}`,
    );
    expect(linesIn(text)).toEqual(['2026-03-10 -3000 a', '2026-03-10 500 b']);
    const turned = rows(
      `${name},Date,Description,Amount`,
      `${credit},2026-03-10,b,5.00`,
      `${debit},2026-03-10,a,30.00`,
    );
    expect(linesIn(turned)).toEqual(['2026-03-10 500 b', '2026-03-10 -3000 a']);
  });

  it.each([
    [
      'a word of its column is unknown',
      rows('Date,Description,Amount,DR/CR', '2026-03-10,a,30.00,S'),
      'Line 2',
    ],
    [
      'a type contains a debit',
      rows('Date,Description,Amount,Type', '2026-03-10,a,30.00,ACH_DEBIT'),
      'Line 2',
    ],
    ['both are said', rows('Date,Description,Amount,Type,Code', '2026-03-10,a,3.00,Debit,CR'), 'Line 2'],
    [
      'debit and credit have amounts',
      rows('Date,Description,Debit,Credit', '2026-03-10,a,3.00,4.00'),
      'Line 2',
    ],
    ['a debit is called a credit', rows('Date,Description,Debit,Credit', '2026-03-10,a,3.00 CR,'), 'Line 2'],
    ['a credit is called a debit', rows('Date,Description,Debit,Credit', '2026-03-10,a,,3.00 DR'), 'Line 2'],
    [
      'two amounts differ',
      rows('Date,Description,Amount,Transaction Amount', '2026-03-10,a,3.00,-3.00'),
      'Line 2: two columns could be its amount',
    ],
    [
      'the balance is less than what came in',
      rows('Date,Description,Amount,Balance', '2026-03-10,a,9000.00,91000.00', '2026-03-11,b,45.00,30.00'),
      'Line 3',
    ],
    [
      'the balance before contradicts the first line',
      rows(
        'Date,Description,Amount,Balance',
        ',Opening balance,,100.00',
        '2026-03-10,a,30.00,70.00',
        '2026-03-11,b,5.00,75.00',
      ),
      'Line 3',
    ],
    [
      'the summary contradicts it',
      rows(
        'Beginning balance,,100.00',
        'Ending balance,,70.00',
        'Date,Description,Amount',
        '2026-03-10,a,30.00',
      ),
      'do not add up',
    ],
  ])('is not guessed where %s', (_, text, words) => {
    expect(linesIn(text)).toContain(words);
  });

  it.each([
    ['Withdrawals,Deposits'],
    ['Paid Out,Paid In'],
    ['Money Out,Money In'],
    ['Withdrawal (-),Deposit (+)'],
    ['Debit Amount,Credit Amount'],
    ['Amount Debit,Amount Credit'],
    ['Debits ($),Credits ($)'],
  ])('is read from two columns %s', (names) => {
    const text = rows(
      `Date,Description,${names}`,
      '2026-03-10,a,30.00,',
      '2026-03-10,b,0.00,5.00',
      '2026-03-10,c,,1.00',
    );
    expect(linesIn(text)).toEqual(['2026-03-10 -3000 a', '2026-03-10 500 b', '2026-03-10 100 c']);
  });
});
