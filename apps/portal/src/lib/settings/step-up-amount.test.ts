import { expect, test } from 'vitest';
import { readStepUpAmount } from './step-up-amount.ts';

function read(overAmount: string) {
  const form = new FormData();
  form.set('overAmount', overAmount);
  return readStepUpAmount(form);
}

test('an amount is read as people write it, and nothing means never', () => {
  for (const typed of ['5,000.00', '$5000', ' 5000.00 ']) {
    expect(read(typed)).toEqual({ ok: true, overAmount: 5_000_00 });
  }
  for (const typed of ['', '  ']) expect(read(typed)).toEqual({ ok: true, overAmount: null });
});

test('what is no amount is asked for again, with what was typed, and never taken for "never"', () => {
  for (const typed of ['lots', '0', '0.00', '-5', '1.5', 'none']) {
    expect(read(typed)).toMatchObject({ ok: false, typed });
  }
});
