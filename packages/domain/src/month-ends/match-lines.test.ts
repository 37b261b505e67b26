import { expect, it } from 'vitest';
import { money } from '../money.ts';
import { linesOfPayouts, unambiguousPairs } from './match-lines.ts';

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

it('finds the line of a payout by its ID, even among equal ones, and else where only one fits', () => {
  const line = (lineId: string, amount: number, description = 'STRIPE TRANSFER') => ({
    ...{ lineId, date: '2026-12-02' as const, amount: money(amount), description },
  });
  const payout = (id: string, amount: number, arrivesOn = '2026-12-01') => ({
    ...{ id, processorPayoutId: `po_${id}`, arrivesOn, amount: money(amount) },
  });
  const lines = [
    line('named', 750_00, 'TRANSFER PO_A'),
    line('other', 750_00),
    line('alone', 80_00),
    line('twin', 5_00),
  ];
  const payouts = [payout('a', 750_00), payout('b', 80_00), payout('c', 5_00), payout('d', 5_00)];
  expect(linesOfPayouts(lines, payouts)).toEqual([
    { lineId: 'named', payoutId: 'a' },
    { lineId: 'alone', payoutId: 'b' },
  ]);
});
