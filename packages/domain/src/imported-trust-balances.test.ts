import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compareBalances, isStaleBalance, lessToPromise } from './imported-trust-balances.ts';
import { money } from './money.ts';

const facts = (imported: number, ledgerThen: number, ledgerNow = ledgerThen, held = 0) => ({
  imported: money(imported),
  ledgerThen: money(ledgerThen),
  ledgerNow: money(ledgerNow),
  held: money(held),
});

it.each([
  ['agrees', facts(500, 500), { kind: 'agrees' }],
  ['has less there', facts(300, 500), { kind: 'differs', difference: -200 }],
  ['has more there', facts(700, 500), { kind: 'differs', difference: 200 }],
  [
    'has less there than refunds hold',
    facts(300, 500, 500, 400),
    { kind: 'below_held', difference: -200, shortBy: 100 },
  ],
  ['has exactly what refunds hold', facts(400, 500, 500, 400), { kind: 'differs', difference: -100 }],
  [
    'is carried on by what moved here since',
    facts(500, 500, 100, 400),
    { kind: 'below_held', difference: 0, shortBy: 300 },
  ],
  ['is overdrawn there, and nothing is held', facts(-100, 0), { kind: 'differs', difference: -100 }],
])('a balance %s', (_, of, expected) => {
  expect(compareBalances(of)).toEqual(expected);
});

it('never lets more be promised than the smaller of our ledger and the statement carried on', () => {
  const amount = fc.integer({ min: -1_000_000, max: 1_000_000 });
  fc.assert(
    fc.property(amount, amount, amount, (imported, ledgerThen, moved) => {
      const of = facts(imported, ledgerThen, ledgerThen + moved);
      expect(of.ledgerNow - lessToPromise(of)).toBe(Math.min(of.ledgerNow, imported + moved));
    }),
  );
});

it('is stale once it is older than the days of the rule, to the millisecond', () => {
  const asOf = '2026-11-27T12:00:00.000Z';
  expect(isStaleBalance(asOf, '2026-11-30T12:00:00.000Z', 3)).toBe(false);
  expect(isStaleBalance(asOf, '2026-11-30T12:00:00.001Z', 3)).toBe(true);
  expect(isStaleBalance(asOf, '2026-11-27T11:59:00.000Z', 1)).toBe(false);
});
