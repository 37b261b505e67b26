import { expect, test } from 'vitest';
import { achWaitForm, readAchWaits, type AchWaits } from './ach-wait.ts';

function formOf(fields: Readonly<Record<string, string>>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return form;
}

test('a form of the waits in force says the same again, which withdraws a change', () => {
  const waits: AchWaits = { operating: { bankDays: 5 }, trust: { calendarDays: 60 } };
  expect(readAchWaits(formOf(achWaitForm(waits)))).toMatchObject({ ok: true, waits });
});

test('what is no wait is asked for again, with what was typed', () => {
  const five = { operatingDays: '5', operatingUnit: 'bank', trustDays: '5', trustUnit: 'bank' };
  for (const trustDays of ['', 'five', '2', '41', '5.5', '-5']) {
    const reading = readAchWaits(formOf({ ...five, trustDays }));
    expect(reading).toMatchObject({ ok: false, values: { trustDays } });
  }
  const reading = readAchWaits(formOf({ ...five, trustDays: '61', trustUnit: 'calendar' }));
  expect(reading).toMatchObject({ ok: false, fault: expect.stringContaining('at most 60 calendar days') });
});
