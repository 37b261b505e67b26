import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isPayerNotClient, mayBeSameName } from './payer-and-client.ts';

it.each([
  ['Dana Whitfield', 'DANA  WHITFIELD'],
  ['Whitfield, Dana', 'Dana Whitfield'],
  ['Dana Whitfield Jr.', 'Dana Whitfield'],
  ['Mr. Dana Whitfield III', 'dana whitfield'],
  ['Dana M. Whitfield', 'Dana Whitfield'],
  ['D. Whitfield', 'Dana Whitfield'],
  ['Dana M Whitfield', 'Dana Marie Whitfield'],
  ["Bridget O'Neal", 'Bridget ONeal'],
  ['Bridget O’Neal', "Bridget O'Neal"],
  ['José Núñez', 'Jose Nunez'],
  ['Cedar Hill Dental, P.A.', 'Cedar Hill Dental PA'],
  ['Lindgren Roofing, Inc.', 'Lindgren Roofing'],
  ['', 'Dana Whitfield'],
])('%j and %j may be one name', (payer, client) => {
  expect([mayBeSameName(payer, client), mayBeSameName(client, payer)]).toEqual([true, true]);
  expect(isPayerNotClient(payer, client)).toBe(false);
});

it.each([
  ['Luis Ortega', 'Dana Whitfield'],
  ['Luis Whitfield', 'Dana Whitfield'],
  ['Dana and Luis Whitfield', 'Dana Whitfield'],
  ['Dana M. Whitfield', 'Dana K. Whitfield'],
  ['Whitfield Holdings LLC', 'Dana Whitfield'],
])('%j is not %j', (payer, client) => {
  expect([mayBeSameName(payer, client), mayBeSameName(client, payer)]).toEqual([false, false]);
  expect(isPayerNotClient(payer, client)).toBe(true);
});

it('says nothing where the client is unknown', () => {
  expect(isPayerNotClient('Luis Ortega', null)).toBe(false);
});

it('finds every name the same as itself, in any order of its words', () => {
  const letters = fc.string({
    unit: fc.constantFrom('a', 'b', 'd', 'e', 'h', 'k', 'o'),
    minLength: 1,
    maxLength: 8,
  });
  fc.assert(
    fc.property(fc.array(letters, { minLength: 1, maxLength: 5 }), (words) => {
      const turned = [...words].reverse().join(', ').toUpperCase();
      expect(mayBeSameName(words.join(' '), turned)).toBe(true);
    }),
  );
});
