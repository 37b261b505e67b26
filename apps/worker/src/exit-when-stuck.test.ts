import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { exitWhenStuck } from './exit-when-stuck.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('a worker that takes no tasks and does not end is ended, and one that does is not', () => {
  let running = true;
  const exit = vi.fn();
  const stopWatching = exitWhenStuck({
    isRunning: () => running,
    withinMs: 20_000,
    log: { error: vi.fn() },
    exit,
  });
  vi.advanceTimersByTime(3_600_000);
  expect(exit).not.toHaveBeenCalled();
  running = false;
  vi.advanceTimersByTime(19_000);
  expect(exit).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1_000);
  expect(exit).toHaveBeenCalledOnce();
  stopWatching();
});
