import { describe, expect, it } from 'vitest';
import { findSensitiveNumbers } from './sensitive-numbers.ts';

const kindsIn = (text: string) => findSensitiveNumbers(text, 'words').map((found) => found.kind);

describe('a bank account', () => {
  it.each([
    'Routing 021000021, account 123456789012',
    'ABA: 021000021 Acct #: 4567',
    '021000021 1234567890',
    '021000021/1234567890',
    '\u2446021000021\u2446 1234567890\u2448',
    'account 1234567890 routing number 021000021',
    'wire to 121000358 / checking 98765432',
  ])('is found: %s', (text) => {
    expect(kindsIn(text)).toContain('bank_account');
  });

  it.each([
    'Routing 021000021',
    'Invoice 021000021',
    'Routing 021000022, account 123456789012',
    'Reference 021000021 of 2026-11-29',
    'TRACE 021000021 20261129',
    'ACH trace 091000012345678',
    '021000021 for $1250.00',
  ])('is not: %s', (text) => {
    expect(kindsIn(text)).toEqual([]);
  });
});

describe('a Social Security number', () => {
  it.each([
    '123-45-6789',
    'SSN 123456789',
    '123 45 6789',
    '123.45.6789',
    'Social Security no. 123-45-6789',
    '\uff11\uff12\uff13-45-6789',
  ])('is found: %s', (text) => {
    expect(kindsIn(text)).toEqual(['ssn']);
  });

  it.each([
    '000-12-3456',
    '666-12-3456',
    '900-12-3456',
    '123-00-4567',
    '123-45-0000',
    '123456789',
    '123-456-7890',
  ])('is not: %s', (text) => {
    expect(kindsIn(text)).toEqual([]);
  });

  it.each(['INV-123-45-6789', '123-45-6789-01', '1-123-45-6789', '2026/123-45-6789'])(
    'is not part of a longer number: %s',
    (text) => {
      expect(kindsIn(text)).toEqual([]);
    },
  );
});
