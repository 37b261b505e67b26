// A short walk through the model in docs/model: it holds, it comes by the places that matter, and without one mend it does
// not hold any more. `npm run model` walks a million steps.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { REFUND_STATUSES, TRANSITIONS } from '@makewhole/domain/refund-states';
import { explore, type Invariant } from './quint.ts';

const RECORDS = new URL('../../docs/model/records.qnt', import.meta.url);

const SHORT = { steps: 40, seed: 1 };

/** Places that a walk must come by, or what holds there says nothing. */
const WITNESSES = [
  'isPaidAndClosed',
  'isFoundAfterALostAnswer',
  'isEndedByPeople',
  'isReturned',
  'isPaidAfterAnEarlierOne',
  'isRestored',
  'isErrorSaved',
  'isLandedLate',
];

/** Which invariant is broken without the mend of which finding, within how many traces. */
const MUTANTS: readonly { readonly instance: string; readonly broken: Invariant; readonly traces: number }[] =
  [
    { instance: 'money_1', broken: 'nonePaidUnheard', traces: 200 },
    { instance: 'money_2', broken: 'nonePaidUnheard', traces: 1_000 },
    { instance: 'money_6', broken: 'allCarried', traces: 200 },
    { instance: 'money_8', broken: 'someWordEndsIt', traces: 200 },
  ];

describe.concurrent('the model of a refund', () => {
  test('holds, also where answers are lost, things crash and people are wrong', async () => {
    const { violated, witnessed } = await explore({
      ...SHORT,
      instance: 'sound',
      traces: 250,
      witnesses: WITNESSES,
    });
    expect(violated).toEqual([]);
    expect(WITNESSES.filter((place) => (witnessed[place] ?? 0) === 0)).toEqual([]);
  });

  test.each(MUTANTS)('breaks without the mend of $instance', async ({ instance, broken, traces }) => {
    expect((await explore({ ...SHORT, instance, traces })).violated).toEqual([broken]);
  });
});

test('the model knows the transitions of refund-states.ts', () => {
  const text = readFileSync(RECORDS, 'utf8');
  const [, table = ''] = /TRANSITIONS: str -> Set\[str\] = Map\(([^=]*?)\n {2}\)/.exec(text) ?? [];
  const rows = [...table.matchAll(/"(\w+)" -> Set\(([^)]*)\)/g)];
  const modelled = rows.map(
    ([, from = '', to = '']) => [from, [...to.matchAll(/\w+/g)].map(String)] as const,
  );
  const { none, ...known } = Object.fromEntries(modelled);
  expect(none).toEqual([]);
  expect(known).toEqual(TRANSITIONS);
  expect(Object.keys(known).sort()).toEqual([...REFUND_STATUSES].sort());
});
