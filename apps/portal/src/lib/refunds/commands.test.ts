import { expect, test } from 'vitest';
import { readDecision, readResolution } from './commands.ts';

function sent(fields: Record<string, string>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return form;
}

test('a decision is taken as one of the four, and nothing else', () => {
  expect(readDecision(sent({ decision: 'write_off', note: ' agreed ' }))).toEqual({
    ok: true,
    decision: 'write_off',
    note: 'agreed',
  });
  expect(readDecision(sent({ decision: 'forgive' })).ok).toBe(false);
  expect(readDecision(sent({})).ok).toBe(false);
  expect(readDecision(sent({ decision: 'paid_otherwise' })).ok).toBe(false);
  const named = { decision: 'paid_otherwise', payingTransactionId: 'txn_1' };
  expect(readDecision(sent(named))).toEqual({ ok: true, ...named, note: '' });
});

test('who says that it was refunded names the refund, and everybody says how they know', () => {
  const told = { outcome: 'refunded', processorReference: 're_1', note: 'By phone.' };
  expect(readResolution(sent(told)).ok).toBe(true);
  expect(readResolution(sent({ ...told, processorReference: '' })).ok).toBe(false);
  expect(readResolution(sent({ ...told, note: ' ' })).ok).toBe(false);
  expect(readResolution(sent({ outcome: 'look_again', note: 'They are back.' })).ok).toBe(true);
});
