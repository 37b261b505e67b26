import { expect, test } from 'vitest';
import { readReminderDays } from './reminder-days.ts';

function read(remindAfter: string, escalateAfter: string) {
  const form = new FormData();
  form.set('remindAfter', remindAfter);
  form.set('escalateAfter', escalateAfter);
  return readReminderDays(form);
}

test('days are read as people write lists', () => {
  for (const typed of ['2, 5', '2 5', '2;5', ' 2,5, ']) {
    expect(read(typed, '7')).toMatchObject({ ok: true, remindAfter: [2, 5], escalateAfter: 7 });
  }
});

test('what is no list of bank days is asked for again, with what was typed', () => {
  for (const typed of ['', 'two', '5, 2', '0, 5', '2.5', '-2', '1e1']) {
    expect(read(typed, '7')).toMatchObject({ ok: false, values: { remindAfter: typed } });
  }
  expect(read('2, 5', '5')).toMatchObject({ ok: false });
  expect(read('2, 5', '')).toMatchObject({ ok: false });
});
