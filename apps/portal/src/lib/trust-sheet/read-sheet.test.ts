import { expect, test } from 'vitest';
import { readSheet } from './read-sheet.ts';

const BOUNDS = {
  open: ['payment', 'deposit', 'transfer'],
  earliest: '2026-11-23',
  latest: '2026-11-30',
} as const;

function formOf(fields: Record<string, string>, steps: readonly string[] = BOUNDS.open): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries({ date: '2026-11-24', reference: 'FT-9', ...fields })) {
    form.set(name, value);
  }
  for (const step of steps) form.append('step', step);
  return form;
}

test('three steps on one day under one reference are one form', () => {
  expect(readSheet(formOf({ method: 'eft' }), BOUNDS)).toEqual({
    values: {
      date: '2026-11-24',
      reference: 'FT-9',
      method: 'eft',
      steps: ['payment', 'deposit', 'transfer'],
    },
    errors: {},
  });
});

test('a day that has not come or is too early is refused in plain words', () => {
  expect(readSheet(formOf({ date: '2026-12-01' }), BOUNDS).errors.date).toBe(
    'Enter a date that is today or earlier.',
  );
  expect(readSheet(formOf({ date: '2025-01-01' }), BOUNDS).errors.date).toContain('Nov 23, 2026 or later');
});

test('a Saturday or a holiday is asked about, once', () => {
  expect(readSheet(formOf({ date: '2026-11-28' }), BOUNDS).errors).toEqual({ dayToConfirm: '2026-11-28' });
  expect(readSheet(formOf({ date: '2026-11-26' }), BOUNDS).errors).toEqual({ dayToConfirm: '2026-11-26' });
  expect(readSheet(formOf({ date: '2026-11-28', confirmedDay: '2026-11-28' }), BOUNDS).errors).toEqual({});
  expect(readSheet(formOf({ date: '2026-11-29', confirmedDay: '2026-11-28' }), BOUNDS).errors).toEqual({
    dayToConfirm: '2026-11-29',
  });
});

test('a step is recorded alone only if those before it are', () => {
  expect(readSheet(formOf({}, ['payment']), BOUNDS).errors).toEqual({});
  expect(readSheet(formOf({}, ['deposit']), BOUNDS).errors.steps).toContain('in order');
  expect(readSheet(formOf({}, []), BOUNDS).errors.steps).toBe('Choose what you’ve done.');
  expect(readSheet(formOf({}, ['transfer']), { ...BOUNDS, open: ['transfer'] }).errors).toEqual({});
});
