import { expect, it } from 'vitest';
import { money } from '../money.ts';
import type { CardEntry, LedgerOfPeriod } from './binder-facts.ts';
import { negativeSpells } from './negative-days.ts';

const ledger = (key: string, opening: number): LedgerOfPeriod => ({
  ...{ key, name: key, matterNumber: null, client: null, lastActivityOn: '2026-11-01', matterClosedOn: null },
  ...{ opening: money(opening), receipts: money(0), disbursements: money(0), held: money(0) },
  balance: money(opening),
});
const entry = (key: string, on: string, amount: number): CardEntry => ({
  ...{
    key,
    on,
    amount: money(amount),
    postingId: `${key} ${on} ${amount}`,
    step: 'receipt',
    payerName: null,
  },
});

it('knows each time that a ledger was negative at the end of a day, the lowest and the cure', () => {
  const cards = [
    entry('A', '2026-11-10', -1_250_00),
    entry('A', '2026-11-12', -10_00),
    entry('A', '2026-11-13', 1_260_00),
    entry('A', '2026-11-20', -5_00),
    // Within one day: nobody sees it.
    entry('B', '2026-11-05', -90_00),
    entry('B', '2026-11-05', 90_00),
    entry('C', '2026-11-02', 7_00),
  ];
  expect(
    negativeSpells([ledger('A', 0), ledger('B', 50_00), ledger('C', -7_00)], cards, '2026-11-01'),
  ).toEqual([
    { ledger: 'A', from: '2026-11-10', lowest: -1_260_00, curedOn: '2026-11-13' },
    { ledger: 'A', from: '2026-11-20', lowest: -5_00, curedOn: null },
    { ledger: 'C', from: '2026-11-01', lowest: -7_00, curedOn: '2026-11-02' },
  ]);
});
