import { describe, expect, it } from 'vitest';
import { WIRE, rows, linesIn } from './test-support/lines-in.ts';

describe('an amount', () => {
  const amount = (text: string) => linesIn(rows('Date,Description,Amount', `2026-03-10,WIRE OUT,"${text}"`));

  it.each([
    ...[
      '-30.00',
      '-30',
      '-30.0',
      '(30.00)',
      '($30.00)',
      '$(30.00)',
      '-$30.00',
      '$-30.00',
      '- $ 30.00',
      '30.00-',
      '$30.00-',
    ],
    ...[
      '\u221230.00',
      '\u201330.00',
      '\uff0d30.00',
      '30.00 DR',
      '30.00DR',
      'DR 30.00',
      '$30.00 dr',
      'USD -30.00',
    ],
    ...[
      '-30.00 USD',
      'US$-30.00',
      '-US$30.00',
      '(30.00) USD',
      '-000030.00',
      '-30.0000',
      '-\u00a030.00',
      '( 30.00 )',
    ],
  ])('is read: %s', (text) => {
    expect(amount(text)).toEqual(WIRE);
  });

  it.each([
    ...[
      '1,234.50',
      '$1,234.50',
      '1234.5',
      '+1,234.50',
      '1,234.50 CR',
      'CR1,234.50',
      '1,234.50+',
      '1234.50 USD',
    ],
  ])('came in: %s', (text) => {
    expect(amount(text)).toEqual(['2026-03-10 123450 WIRE OUT']);
  });

  it.each([
    ...[
      '30,00',
      '1.234,50',
      '1.234',
      '30.',
      '12.345',
      '0,500',
      '1,23.45',
      '1,2345.00',
      '--30',
      '(-30.00)',
      '(30.00) DR',
    ],
    ...[
      '-30.00 DR',
      '30.00 DR CR',
      '30.00 40.00',
      '1 234.50',
      '3e1',
      '0x1E',
      '=1+2',
      '',
      '-',
      '$',
      '.',
      '()',
      'NaN',
    ],
    ...['\u0663\u0660.00', '30.00%', '30..00', "1'234.50", '9'.repeat(61), '99999999999999999'],
  ])('is not guessed: %s', (text) => {
    expect(amount(text)).toMatch(/^Line 2/);
  });

  it.each(['\u20ac30.00', '30.00 CAD', 'C$30.00', '\u00a330.00', 'EUR 30.00'])(
    'of another currency is refused: %s',
    (text) => {
      expect(amount(text)).toMatch(/^Line 2: .*books are in USD/);
    },
  );

  it('without quotes around its comma is not half of it', () => {
    const header = 'Date,Description,Amount,Reference';
    expect(linesIn(rows(header, '2026-03-10,a,1,234.50', '2026-03-11,b,5.00,'))).toContain(
      'Line 2: "1,234.50"',
    );
    expect(linesIn(rows(header, '2026-03-10,a,1,234.50,', '2026-03-11,b,5.00,,'))).toContain(
      'Line 2: "1,234.50"',
    );
    expect(linesIn(rows(`${header},`, '2026-03-10,a,1,234.50', '2026-03-11,b,5.00,'))).toContain('Line 2');
    expect(linesIn(rows('Date,Description,Amount,Balance', '2026-03-10,a,1,234.50,970.00'))).toContain(
      'Line 2',
    );
    expect(linesIn(rows('Date,Description,Amount,Balance,Memo', '2026-03-10,a,1,234.50,970.00'))).toContain(
      'Line 2',
    );
    expect(
      linesIn(rows('Date,Description,Amount,Check', '2026-03-10,a,5,101', '2026-03-10,b,7,102')),
    ).toHaveLength(2);
  });

  it('at the end of a file may be cut', () => {
    expect(linesIn('Date,Description,Amount\n2026-03-10,a,-90')).toContain(
      'Line 2: the file ends within "-90"',
    );
    expect(linesIn('Date,Description,Amount\n2026-03-10,a,5.00\n2026-03-10,b,-9')).toContain('Line 3');
    expect(linesIn('Date,Description,Amount\n2026-03-10,a,5.00-\n2026-03-10,b,9.00')).toContain('Line 3');
    expect(linesIn('Date,Description,Amount\n2026-03-10,a,5.00 CR\n2026-03-10,b,9.00')).toContain('Line 3');
    expect(linesIn('Date,Description,Amount\n2026-03-10,a,5.00-\n2026-03-10,b,9.00-')).toHaveLength(2);
    expect(linesIn('Date,Description,Amount\n2026-03-10,a,"-90"')).toHaveLength(1);
    expect(linesIn('Date,Description,Amount\n2026-03-10,a,-90\n')).toHaveLength(1);
  });
});
