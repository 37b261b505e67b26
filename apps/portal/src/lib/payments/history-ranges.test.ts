import { expect, test } from 'vitest';
import { readRanges } from './history-ranges.ts';

const NOTHING = { from: '', to: '', min: '', max: '' };
const read = (text: Partial<typeof NOTHING>) => readRanges({ ...NOTHING, ...text }, 'America/New_York');

test("days are the firm's, the last one is included, and each is as long as its clocks make it", () => {
  expect(read({ from: '2026-11-24', to: '2026-11-24' })).toEqual({
    ok: true,
    ranges: { from: '2026-11-24T05:00:00.000Z', to: '2026-11-25T05:00:00.000Z' },
  });
  // The nights when the clocks go back, and forward.
  expect(read({ from: '2026-11-01', to: '2026-11-01' })).toMatchObject({
    ranges: { from: '2026-11-01T04:00:00.000Z', to: '2026-11-02T05:00:00.000Z' },
  });
  expect(read({ from: '2026-03-08', to: '2026-03-08' })).toMatchObject({
    ranges: { from: '2026-03-08T05:00:00.000Z', to: '2026-03-09T04:00:00.000Z' },
  });
});

test('amounts are exact, to the cent', () => {
  expect(read({ min: '$1,250.50', max: '90071992547409' })).toMatchObject({ ok: false });
  expect(read({ min: '0.10', max: '1,250.50' })).toEqual({
    ok: true,
    ranges: { minAmount: 10, maxAmount: 125_050 },
  });
});

test('an open end narrows nothing', () => {
  expect(read({})).toEqual({ ok: true, ranges: {} });
  expect(read({ min: '5' })).toEqual({ ok: true, ranges: { minAmount: 500 } });
});

test.each([
  ['from', '24/11/2026'],
  ['from', '2026-02-30'],
  ['to', 'yesterday'],
  ['to', '0001-01-01'],
  ['min', '12.345'],
  ['min', '-5'],
  ['max', '1e3'],
  ['max', '12,34'],
] as const)('%s of %s is said to be wrong, and is not guessed at', (name, text) => {
  const read1 = read({ [name]: text });
  expect(read1).toMatchObject({ ok: false });
  expect(read1.ok ? [] : Object.keys(read1.faults)).toEqual([name]);
});

test('an end before its start is said to be wrong', () => {
  expect(read({ from: '2026-11-24', to: '2026-11-23' })).toMatchObject({
    faults: { to: 'The last day is before the first one.' },
  });
  expect(read({ min: '10', max: '9.99' })).toMatchObject({
    faults: { max: 'The most is less than the least.' },
  });
});
