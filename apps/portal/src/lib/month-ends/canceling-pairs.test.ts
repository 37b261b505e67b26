import { expect, test } from 'vitest';
import { cancelingPairs } from './canceling-pairs.ts';

const line = (lineId: string, date: string, amount: number, postings = '') => ({
  ...{ lineId, date, amount, postings, description: lineId, bookedOn: null },
});
const pairsOf = (...rows: ReturnType<typeof line>[]) =>
  cancelingPairs([
    { section: '2', rows: [line('of section 2', '2026-01-01', -1)] },
    { section: '3d', rows },
  ]).map(({ mistake, correction }) => [mistake.lineId, correction.lineId]);

test('are two free lines of opposite amounts, the earlier first, each pair once', () => {
  const taken = line('taken', '2026-01-05', -75_00);
  expect(pairsOf(taken, line('back', '2026-01-09', 75_00), line('other', '2026-01-09', 74_00))).toEqual([
    ['taken', 'back'],
  ]);
  expect(pairsOf(taken, line('booked', '2026-01-09', 75_00, 'post_1'))).toEqual([]);
  expect(pairsOf(line('in', '2026-01-05', 75_00), line('out', '2026-01-05', -75_00))).toEqual([
    ['in', 'out'],
  ]);
  expect(pairsOf()).toEqual([]);
});
