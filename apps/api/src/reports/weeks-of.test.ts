import { expect, test } from 'vitest';
import { money } from '@makewhole/domain/money';
import { weeksOf } from './weeks-of.ts';

test('every week that the days touch is there, from its Monday on, also where nothing came about', () => {
  const sum = { week: '2026-11-02', outcome: 'failed' as const, count: 2, amount: money(500) };
  const weeks = weeksOf({ weeks: [sum] }, { from: '2026-10-28', to: '2026-11-09' });
  expect(weeks.map(({ week }) => week)).toEqual(['2026-10-26', '2026-11-02', '2026-11-09']);
  expect(weeks[1]?.outcomes).toEqual({
    succeeded: { count: 0, amount: 0 },
    in_flight: { count: 0, amount: 0 },
    failed: { count: 2, amount: 500 },
    ended_before_money: { count: 0, amount: 0 },
  });
});
