import { expect, test } from 'vitest';
import { SESSION_IDLE_MS, idleEndOf, isIdle } from './sign-in-limits.ts';

test('a session is idle from the fifteenth minute on, to the millisecond', () => {
  const active = new Date('2026-11-29T09:00:00Z');
  const after = (ms: number) => new Date(active.getTime() + ms);
  expect(SESSION_IDLE_MS).toBe(900_000);
  expect(isIdle(active, after(SESSION_IDLE_MS - 1))).toBe(false);
  expect(isIdle(active, after(SESSION_IDLE_MS))).toBe(true);
  expect(idleEndOf(active)).toEqual(after(SESSION_IDLE_MS));
});
