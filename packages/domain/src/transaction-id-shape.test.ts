import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { explainTransactionId, type CompanyIds } from './transaction-id-shape.ts';

const SANDBOX: CompanyIds = { company: 'Sandbox', forms: [{ prefix: 'txn_', digits: { min: 16, max: 16 } }] };
const STRIPE: CompanyIds = {
  company: 'Stripe',
  forms: ['pi_', 'ch_', 'py_'].map((prefix) => ({ prefix, digits: { min: 14, max: 24 } })),
};
const KNOWN = [SANDBOX, STRIPE];
const ID = 'txn_7Hq2mXvR4bKp9sLw';

const codes = (typed: string, own = [SANDBOX]) =>
  explainTransactionId(typed, own, KNOWN).map(({ code }) => code);

test.each([
  [`${ID}\u200b`, 'invisible_character'],
  [`txn_7Hq2\u00admXvR4bKp9sLw`, 'invisible_character'],
  [`\u202e${ID}`, 'invisible_character'],
  [`https://makewhole.example/payments/${ID}`, 'web_address'],
  [`makewhole.example/payments/${ID}`, 'web_address'],
  [`Nov 28\tAnand Patel\tCard ••7734\t${ID}\t$500.00`, 'whole_row'],
  [`${ID} $500.00`, 'whole_row'],
  ['txn_7Hq2mXvR 4bKp9sLw', 'space_inside'],
  [`"${ID}"`, 'quotes'],
  [`“${ID}”`, 'quotes'],
  [`${ID}.`, 'trailing_punctuation'],
  ['rf_0190f2c6b7a47c3e9d1f5a8b6c4d2e10', 'refund_id'],
  ['re_3MtwBwLkdIwHu7ix28a3tqPa', 'refund_id'],
  ['pi_3MtwBwLkdIwHu7ix28a3tqPa', 'other_company'],
  ['cus_NffrFeUfNV2Hib', 'other_kind_of_id'],
  ['TXN_7Hq2mXvR4bKp9sLw', 'wrong_case'],
  [ID.toLowerCase(), 'wrong_case'],
  ['7Hq2mXvR4bKp9sLw', 'no_prefix'],
  ['txn_7Hq2mXvR4bKp9sLé', 'foreign_character'],
  ['txn_7Hq2mXvR4bKp9s', 'too_short'],
  [`${ID}xY`, 'too_long'],
])('%s is explained as %s', (typed, code) => {
  expect(codes(typed)).toEqual([code]);
});

test('it says how many characters are missing, and names what hides', () => {
  const messageOf = (typed: string) => explainTransactionId(typed, [SANDBOX])[0]?.message;
  expect(messageOf('txn_7Hq2mXvR4bKp9s')).toBe('An ID has 20 characters; this has 18, so 2 are missing.');
  expect(messageOf(`${ID}\u200b`)).toContain('a zero-width space');
});

test('of an ID that was typed in one case and cut, it says both', () => {
  expect(codes('txn_7hq2mxvrkbkpzs')).toEqual(['wrong_case', 'too_short']);
});

test('another kind of connection has other IDs', () => {
  expect(codes('pi_3MtwBwLkdIwHu7ix28a3tqPa', [STRIPE])).toEqual([]);
  expect(codes(ID, [STRIPE])).toEqual(['other_company']);
  expect(codes('ch_3Mmlb1', [STRIPE])).toEqual(['too_short']);
});

describe('whatever is typed', () => {
  const digits = fc.string({
    unit: fc.constantFrom(...Array.from('ABCDEFGHabcdefgh0123456789')),
    minLength: 16,
    maxLength: 16,
  });
  const mixed = digits.filter((text) => /[A-Z]/.test(text) && /[a-z]/.test(text));

  test('an ID as the company makes them has no fault', () => {
    fc.assert(
      fc.property(mixed, (rest) => {
        expect(codes(`txn_${rest}`)).toEqual([]);
      }),
    );
  });

  test('one character less or more is told, whichever it is', () => {
    fc.assert(
      fc.property(mixed, fc.nat(15), (rest, at) => {
        expect(codes(`txn_${rest.slice(0, at)}${rest.slice(at + 1)}`)).toContain('too_short');
        expect(codes(`txn_${rest.slice(0, at)}A${rest.slice(at)}`)).toContain('too_long');
      }),
    );
  });

  test('a hidden character is told wherever it is', () => {
    const hidden = fc.constantFrom(
      '\u200b',
      '\u200d',
      '\u00ad',
      '\u200f',
      '\u2060',
      '\ufeff',
      '\u202e',
      '\u0007',
    );
    fc.assert(
      fc.property(mixed, fc.nat(20), hidden, (rest, at, character) => {
        const id = `txn_${rest}`;
        expect(codes(`${id.slice(0, at)}${character}${id.slice(at)}`)).toEqual(['invisible_character']);
      }),
    );
  });

  test('there are at most two faults, each with a sentence, and no ID in any of them', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (typed) => {
        const faults = explainTransactionId(typed, [SANDBOX], KNOWN);
        expect(faults.length).toBeLessThanOrEqual(2);
        for (const { message } of faults) expect(message).toMatch(/^[A-Z].*\.$/s);
      }),
    );
  });
});
