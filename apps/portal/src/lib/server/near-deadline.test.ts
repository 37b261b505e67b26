import { expect, it } from 'vitest';
import { nearnessOf } from './near-deadline.ts';

const NOW = '2026-11-25T15:00:00Z'; // a Wednesday; Thursday is Thanksgiving

it.each([
  ['2026-12-02T22:00:00Z', 'in 7 days (4 bank days)', false],
  ['2026-11-27T22:00:00Z', 'in 2 days (1 bank day)', true],
  ['2026-11-26T22:00:00Z', 'tomorrow (0 bank days)', true],
  ['2026-11-25T22:00:00Z', 'today', true],
  ['2026-11-25T14:00:00Z', 'passed today', true],
  ['2026-11-24T22:00:00Z', 'yesterday', true],
  ['2026-11-20T22:00:00Z', '5 days ago', true],
] as const)('a deadline at %s is %s', (deadline, text, isNear) => {
  expect(nearnessOf(deadline, NOW, 'America/New_York')).toEqual({ text, isNear });
});
