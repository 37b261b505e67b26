import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findUnstorable, isStorableText, storableJson, storableText } from './storable-text.ts';

test('a text that cannot be stored is named by where it stands', () => {
  const payment = { payer: { name: 'Ann\0Lee' }, items: [{ description: 'x' }] };
  expect(findUnstorable(payment)).toBe('payer.name');
  expect(findUnstorable({ items: [{ description: 'x' }, { description: '\ud800' }] })).toBe(
    'items.1.description',
  );
  expect(findUnstorable({ payer: { name: 'Ann Lee', email: null }, amount: 1 })).toBeNull();
});

test('whatever a text is, what is made of it can be stored, and a storable one stays as it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(isStorableText(storableText(text))).toBe(true);
      if (isStorableText(text)) expect(storableText(text)).toBe(text);
    }),
  );
});

test('whatever a JSON value is, what is made of it can be stored', () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
      expect(findUnstorable(storableJson(value))).toBeNull();
    }),
  );
});
