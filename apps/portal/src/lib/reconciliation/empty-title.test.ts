import { expect, it } from 'vitest';
import { emptyTitleOf } from './empty-title.ts';

it.each([
  [null, 'Nothing has been compared yet'],
  [{ status: 'running', differenceCount: 0 }, 'Comparing: no open differences so far'],
  [{ status: 'failed', differenceCount: 0 }, 'No open differences, but the last comparison did not finish'],
  [{ status: 'complete', differenceCount: 0 }, 'Everything that was compared agrees'],
  [{ status: 'complete', differenceCount: 2 }, 'Every difference has been explained'],
] as const)('an empty list after %j claims no more than that comparison showed', (run, title) => {
  expect(emptyTitleOf(run)).toBe(title);
});
