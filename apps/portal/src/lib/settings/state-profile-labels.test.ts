import { expect, test } from 'vitest';
import { STATE_PROFILES } from '@makewhole/domain/state-profiles/all';
import { FIELD_LABELS, sayValue } from './state-profile-labels.ts';

test('every value of every profile is said in words', () => {
  for (const { state, values } of Object.values(STATE_PROFILES)) {
    for (const [field, { value }] of Object.entries(values)) {
      expect([state, field, FIELD_LABELS[field]]).toEqual([state, field, expect.any(String)]);
      expect(sayValue(value)).not.toMatch(/object|undefined|true|false/);
    }
  }
  expect(sayValue({ when: 'before', days: 5 })).toBe('5 days before');
});
