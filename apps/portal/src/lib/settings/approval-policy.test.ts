import { expect, test } from 'vitest';
import { readApprovalPolicy } from './approval-policy.ts';

function read(fields: Record<string, string>) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return readApprovalPolicy(form);
}

test('an amount counts for the rule that has one, and for no other', () => {
  expect(read({ rule: 'over_amount', overAmount: '$5,000.00' })).toEqual({
    ok: true,
    rule: 'over_amount',
    overAmount: 5_000_00,
  });
  expect(read({ rule: 'always', overAmount: '12' })).toEqual({ ok: true, rule: 'always', overAmount: null });
});

test('what is missing or no amount is asked for again, with what was typed', () => {
  expect(read({})).toMatchObject({ ok: false, values: { rule: null } });
  for (const overAmount of ['', 'lots', '0', '0.00', '-5', '1.5']) {
    expect(read({ rule: 'over_amount', overAmount })).toMatchObject({ ok: false, values: { overAmount } });
  }
});
