import { describe, expect, it } from 'vitest';
import { WIRE, rows, linesIn } from './test-support/lines-in.ts';

describe('a date', () => {
  const dated = (date: string) => linesIn(rows('Date,Description,Amount', `"${date}",WIRE OUT,-30.00`));

  it.each([
    ...[
      '2026-03-10',
      '2026/03/10',
      '2026.03.10',
      '20260310',
      '03/10/2026',
      '3/10/2026',
      '03-10-2026',
      '03/10/26',
    ],
    ...['3/10/26', '10-Mar-2026', '10-MAR-26', '10 March 2026', '10Mar2026', 'Mar 10, 2026', 'March 10 2026'],
    ...['Mar-10-2026', 'mar. 10, 2026', '2026-Mar-10', '2026-03-10T14:30:00'],
    ...['2026-03-10 14:30', '2026-03-10T14:30:00.000Z', '2026-03-10T23:30:00-05:00', '03/10/2026 2:30 PM'],
    ...[
      '3/10/2026 14:30:05',
      '03/10/26 02:30 pm EST',
      '20260310120000',
      '20260310120000[-5:EST]',
      ' 2026-03-10 ',
    ],
  ])('is read: %s', (date) => {
    expect(dated(date)).toEqual(WIRE);
  });

  it.each([
    ...[
      '13/01/2026',
      '31/03/26',
      '03/32/2026',
      '2026-02-30',
      '10.03.2026',
      '10-03-26',
      '2026-3-1',
      '2026-03-10 25:00',
    ],
    ...[
      '2026-03-10 noon',
      '03/10',
      '03/10/026',
      'Marz 10, 2026',
      '44630',
      '2026031',
      '1773100800',
      '10/Mar',
      'Mar 2026',
    ],
  ])('is not guessed: %s', (date) => {
    expect(dated(date)).toMatch(/^Line 2: .*not a date/);
  });

  it.each(['2062-03-10', '03/10/62', '1999-12-31', '03/10/99'])(
    'is not one to come, nor long gone: %s',
    (date) => {
      expect(dated(date)).toMatch(/^Line 2: .*in the future or before 2000/);
    },
  );

  it('that has not come anywhere in the United States is refused', () => {
    const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
    expect(dated(inDays(2))).toContain('in the future');
    expect(dated(inDays(-1))).toHaveLength(1);
  });

  it('says what is wrong: none, a day first, one that is pending', () => {
    expect(dated('')).toBe('Line 2: it has no date.');
    expect(dated('31/03/2026')).toContain('with the month first');
    expect(dated('Pending')).toContain('still pending');
  });

  it.each([
    ['years of two kinds', rows('Description,Amount,Date', 'a,1.00,03/10/2026', 'b,2.00,03/11/20'), 'Line 3'],
    ['a year that may be half of one', 'Description,Amount,Date\na,1.00,03/10/20', 'Line 2'],
    [
      'an order that only the day first gives',
      rows(
        'Date,Description,Amount',
        '01/02/2026,a,1.00',
        '05/02/2026,b,2.00',
        '02/03/2026,c,3.00',
        '04/03/2026,d,1.00',
      ),
      'day comes before the month',
    ],
  ])('of a file with %s refuses it', (_, text, words) => {
    expect(linesIn(text)).toContain(words);
  });

  it('of posting counts where there are several', () => {
    expect(
      linesIn(rows('Transaction Date,Post Date,Description,Amount', '03/09/2026,03/10/2026,WIRE OUT,-30.00')),
    ).toEqual(WIRE);
    expect(
      linesIn(rows('Date,Effective Date,Description,Amount', '03/10/2026,03/09/2026,WIRE OUT,-30.00')),
    ).toEqual(WIRE);
    expect(
      linesIn(rows('Transaction Date,Post Date,Description,Amount', '03/09/2026,,WIRE OUT,-30.00')),
    ).toContain('no date');
  });

  it('may stand in any order', () => {
    expect(
      linesIn(rows('Date,Description,Amount', '3/20/2026,a,1.00', '3/10/2026,b,2.00', '3/15/2026,c,3.00')),
    ).toHaveLength(3);
  });
});
