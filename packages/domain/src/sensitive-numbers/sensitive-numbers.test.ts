import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { visa, withCheckDigit } from './card-numbers.arbitrary.ts';
import { isCardNumber, findSensitiveNumbers, maskSensitiveNumbers } from './sensitive-numbers.ts';
import type { TextKind } from './find-cards.ts';

const VISA = '4111111111111111';
const KINDS: readonly TextKind[] = ['words', 'reference'];

const kindsIn = (text: string, kind: TextKind = 'words') =>
  findSensitiveNumbers(text, kind).map((found) => found.kind);

describe('a card number is found', () => {
  it.each([
    ['of each network', '4111111111111111', '5555555555554444', '2223003122003222', '378282246310005'],
    [
      'of the others',
      '6011111111111117',
      '30569309025904',
      '3530111333300000',
      '6200000000000005',
      '4222222222222',
    ],
    ['in groups', '4111 1111 1111 1111', '4111-1111-1111-1111', '3782 822463 10005', '3056 930902 5904'],
    [
      'with other marks',
      '4111.1111.1111.1111',
      '4111/1111/1111/1111',
      '4111 - 1111 - 1111 - 1111',
      '4111_1111_1111_1111',
    ],
    [
      'with other dashes',
      '4111\u20131111\u20131111\u20131111',
      '4111\u22121111\u22121111\u22121111',
      '4111\u00b71111\u00b71111\u00b71111',
    ],
    [
      'with other spaces',
      '4111\u00a01111\u00a01111\u00a01111',
      '4111\u20071111\u202f1111\u30001111',
      '4111\t1111  1111   1111',
    ],
    [
      'with nothing to see between',
      '4111\u200b1111\u200b1111\u200b1111',
      '4\u00ad111\u2060111111111111',
      '41\ufeff11\u200d1111 11111111',
    ],
    [
      'over a line break',
      '4111 1111\n1111 1111',
      '4111-11\r\n11-1111-1111',
      '41111111\n11111111',
      '4111-1111-\n1111-1111',
    ],
    ['digit by digit', '4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1', '4-1-1-1-1-1-1-1-1-1-1-1-1-1-1-1'],
    [
      'in full-width digits',
      '\uff14\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11',
    ],
    [
      'in Arabic-Indic digits',
      '\u0664\u0661\u0661\u0661 \u0661\u0661\u0661\u0661 \u0661\u0661\u0661\u0661 \u0661\u0661\u0661\u0661',
    ],
    [
      'in other digits',
      '\u{1d7d2}\u{1d7cf}11111111111111',
      '\u00b4\u2074\u00b9\u00b9\u00b9111111111111',
      '4\ufe0f\u20e31\ufe0f\u20e311111111111111',
    ],
    [
      'between words',
      `Card ${VISA}, exp 12/30`,
      `card${VISA}`,
      `${VISA}is the card`,
      `**${VISA}**`,
      `(${VISA})`,
    ],
    [
      'before its expiry date',
      '4111 1111 1111 1111 12/30 123',
      '4111 1111 1111 1111 1230',
      '41111111111111111230',
      '41111111111111111230123',
      '3782822463100051230',
    ],
    [
      'among other numbers',
      `Invoice 104237: ${VISA} 2026-11-29`,
      `1250.00 ${VISA} 1250.00`,
      '+4111111111111111',
    ],
  ])('%s', (_what, ...texts) => {
    for (const text of texts) expect([text, ...kindsIn(text)]).toEqual([text, 'card']);
  });

  it('whatever the network, where a person writes it', () => {
    for (const text of ['1234567812345670', '9999 9999 9999 9995', '7000-0000-0000-0005']) {
      expect([text, ...kindsIn(text)]).toEqual([text, 'card']);
      expect([text, ...kindsIn(text, 'reference')]).toEqual([text]);
    }
  });

  it('for each row of 13 to 19 digits with the right check digit', () => {
    fc.assert(
      fc.property(withCheckDigit(), fc.constantFrom('', 'Paid twice, '), (digits, before) => {
        expect(kindsIn(before + digits)).toContain('card');
        const groups = digits.match(/\d{1,4}/g) ?? [];
        for (const mark of [' ', '-']) {
          if (groups.every((group, index) => group.length === 4 || index > 3)) {
            expect(kindsIn(before + groups.join(mark))).toContain('card');
          }
        }
      }),
    );
  });

  it('for each Visa number, however one mark or nothing is put between its digits', () => {
    const marks = fc.constantFrom('-', ' ', '.', '/', '\u00a0', '\u200b', ' - ');
    fc.assert(
      fc.property(
        visa(),
        marks,
        fc.array(fc.boolean(), { minLength: 15, maxLength: 15 }),
        (digits, mark, cuts) => {
          const text = Array.from(digits, (digit, at) => (cuts[at] === true ? digit + mark : digit)).join('');
          for (const kind of KINDS) expect(kindsIn(text, kind)).toContain('card');
        },
      ),
    );
  });
});

describe('what is no card number', () => {
  it.each([
    [
      'dates and amounts',
      '2026-11-29 1250.00',
      '11/29/2026 1,250.00',
      '2026-11-29T14:14:03.123Z',
      '$4,111.11 on 11/11/2026',
    ],
    [
      'telephone numbers',
      '+1 (415) 555-0100',
      '415-555-0100',
      '+4915112345678',
      '+49 151 12345678',
      '415-555-0100 415-555-0199',
    ],
    [
      'numbers of invoices and matters',
      'Invoice 104237',
      '2026-0113',
      'INV-2026-000123',
      'invoices 10429, 10430, 10431',
      '4012, 4013, 4014, 4015',
    ],
    ['the last four digits', 'card ending in 1111', '**** **** **** 1111', 'xxxx-xxxx-xxxx-1111'],
    ['a wrong check digit', '4111111111111112', '4111 1111 1111 1112', '378282246310006'],
    ['longer numbers', '74537604221431003881865', '24692164105100012345678', `0000${VISA}`, `1${VISA}0000`],
    [
      'account numbers of other countries',
      'DE89 3704 0044 0532 0130 00',
      'DE89370400440532013000',
      'GB29NWBK60161331926819',
    ],
    ['one digit repeated', '0000000000000000', '0000 0000 0000 0000'],
    [
      'IDs of ours',
      'rf_0190f2c6b7a47c3e9d1f5a8b6c4d2e10',
      '550e8400-e29b-41d4-a716-446655440000',
      'txn_7Hq2mXvR4bKp9sLw',
    ],
    ['nothing', '', ' ', 'Paid twice by mistake'],
  ])('%s', (_what, ...texts) => {
    for (const kind of KINDS)
      for (const text of texts) expect([text, ...kindsIn(text, kind)]).toEqual([text]);
  });

  it('is never a date beside an amount', () => {
    const days = fc.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(days, fc.integer({ min: 1, max: 99_999_999 }), (day, cents) => {
        const iso = day.toISOString().slice(0, 10);
        const [year, month, date] = iso.split('-');
        const amount = (cents / 100).toFixed(2);
        for (const text of [`${iso} ${amount}`, `${amount} ${iso}`, `${month}/${date}/${year} $${amount}`]) {
          expect([text, ...kindsIn(text)]).toEqual([text]);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('is what nineteen of twenty references of 16 digits are', () => {
    let found = 0;
    fc.assert(
      fc.property(fc.stringMatching(/^\d{16}$/), (digits) => {
        if (kindsIn(digits, 'reference').length > 0) found += 1;
      }),
      { numRuns: 5_000, seed: 1 },
    );
    expect(found).toBeLessThan(5_000 / 20);
  });
});

it('takes time that grows with the length of a text, whatever it has', () => {
  const texts = [
    '1',
    '4',
    '41',
    '4111111111111111',
    '4111 1111 1111 1111 ',
    '123-45-6789 ',
    '4-',
    '1 ',
    '021000021 ',
    ' ',
    '\u0661',
    '4\u200b',
  ];
  const timed = (length: number) => {
    const from = performance.now();
    for (const text of texts) {
      const long = text.repeat(Math.ceil(length / text.length));
      maskSensitiveNumbers(long, 'words');
    }
    return performance.now() - from;
  };
  timed(8_400);
  const [short, long] = [timed(8_400), timed(84_000)];
  expect(long).toBeLessThan(10 * 4 * short);
}, 120_000);

it.each([
  ['4111111111111111', true],
  [' 4111 1111 1111 1111 ', true],
  ['txn_4111111111111111', false],
  ['1234567812345670', false],
  ['4111111111111112', false],
  ['', false],
])('the ID %j is a card number and nothing else: %j', (id, isOne) => {
  expect(isCardNumber(id)).toBe(isOne);
});
