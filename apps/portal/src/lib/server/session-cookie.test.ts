import { expect, test } from 'vitest';
import { pathWithin } from './session-cookie.ts';

const PORTAL = 'http://localhost:3000';

test('after signing in one is led to where one was going', () => {
  expect(pathWithin(PORTAL, '/refund?id=txn_1')).toBe('/refund?id=txn_1');
  expect(pathWithin(PORTAL, null)).toBe('/');
});

test.each([
  'https://evil.example/',
  '//evil.example/x',
  String.raw`/\evil.example`,
  'javascript:alert(1)',
  '/.//evil.example',
  '/..//evil.example',
  '/%2e//evil.example',
  '/a/..//evil.example',
  String.raw`/./\evil.example`,
  `${PORTAL}//evil.example`,
])('nobody is led to another site after signing in: %s', (next) => {
  expect(pathWithin(PORTAL, next)).toBe('/');
});
