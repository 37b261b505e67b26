import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findDoubledKey } from './duplicate-keys.ts';

test.each([
  '{"a":1,"a":1}',
  '{"a":{"b":1,"c":[{"d":1},{"d":1,"e":{},"d":2}]}}',
  String.raw`{"a":1,"\u0061":2}`,
  String.raw`{"a\"":1, "b":",", "a\"":2}`,
  '[{"amount":1 , "amount" : 2}]',
])('%s has a key twice', (json) => {
  expect(findDoubledKey(json)).toMatch(/^(a|d|a\\"|amount)$/);
});

test.each([
  '{"a":"a","b":["a","a"],"c":{"a":1}}',
  '[{"a":1},{"a":1}]',
  String.raw`{"a":"\",\"a\":1"}`,
  '"a"',
  '',
  '{"a',
  '{"a\\',
  '}]{{"a":1',
])('%s has none', (json) => {
  expect(findDoubledKey(json)).toBeNull();
});

test('whatever JSON.stringify writes has none', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(findDoubledKey(JSON.stringify(value, null, 1))).toBeNull();
    }),
  );
});
