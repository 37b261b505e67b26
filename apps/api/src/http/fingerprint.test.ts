import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fingerprintOf } from './fingerprint.ts';

const BYTES = new ArrayBuffer(0);
const hashOf = (parsed: unknown) => fingerprintOf(parsed, BYTES).requestHash;

test.each([
  [
    { a: 1, b: 2 },
    { b: 2, a: 1 },
  ],
  [{ a: 1 }, { a: 1, b: null }],
  [{ a: { c: [1, { d: 1, e: 2 }] } }, { a: { b: undefined, c: [1, { e: 2, d: 1 }] } }],
])('%j asks for the same as %j', (one, other) => {
  expect(hashOf(one)).toBe(hashOf(other));
});

test.each([
  [{ a: 1 }, { a: '1' }],
  [{ a: [1, 2] }, { a: [2, 1] }],
  [{ a: [null] }, { a: [] }],
  [{ a: { b: 1 } }, { a: [['b', 1]] }],
  [{}, []],
])('%j asks for something else than %j', (one, other) => {
  expect(hashOf(one)).not.toBe(hashOf(other));
});

test('the order in which JSON has its fields makes no difference', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
      const turned = Object.fromEntries(Object.entries(value).toReversed());
      expect(hashOf(turned)).toBe(hashOf(value));
    }),
  );
});

test('a body that is nested without an end is known by its bytes', () => {
  const depth = 30_000;
  const deep: unknown = JSON.parse('['.repeat(depth) + ']'.repeat(depth));
  expect(fingerprintOf(deep, BYTES).requestHash).toBe(fingerprintOf(deep, BYTES).bytesHash);
});
