import { expect, it } from 'vitest';
import { money } from '../money.ts';
import { unambiguousPairs } from './match-lines.ts';

const of = (id: string, on: string, amount: number) => ({ id, on, amount: money(amount) });

it('pairs equal amounts that are close in time, and nothing that could be two things', () => {
  const lines = [
    of('alone', '2026-11-04', 50_00),
    of('late', '2026-11-30', 70_00),
    of('twin 1', '2026-11-05', -20_00),
    of('twin 2', '2026-11-06', -20_00),
    of('either', '2026-11-07', 90_00),
  ];
  const postings = [
    of('p1', '2026-11-03', 50_00),
    of('p2', '2026-11-03', 70_00),
    of('p3', '2026-11-05', -20_00),
    of('p4', '2026-11-06', 90_00),
    of('p5', '2026-11-06', 90_00),
  ];
  expect(unambiguousPairs(lines, postings)).toEqual([{ lineId: 'alone', postingId: 'p1' }]);
});
