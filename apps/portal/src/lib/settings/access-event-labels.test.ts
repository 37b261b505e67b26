import { ACCESS_EVENT_KINDS } from '@makewhole/domain/access-events';
import { expect, test } from 'vitest';
import { describeAccess, isSuspicious } from './access-event-labels.ts';

test('says each kind in words of its own, with what is known of it', () => {
  const told = ACCESS_EVENT_KINDS.map((kind) => describeAccess({ kind, data: {} }));
  expect(new Set(told).size).toBe(ACCESS_EVENT_KINDS.length);
  expect(describeAccess({ kind: 'exported', data: { what: 'trust_report' } })).toBe(
    'Downloaded an export: trust report',
  );
  expect(describeAccess({ kind: 'evidence_read', data: { evidenceId: 'ev_1' } })).toMatch(/ev_1$/);
  expect(ACCESS_EVENT_KINDS.filter((kind) => isSuspicious({ kind }))).toEqual([
    'sign_in_refused',
    'sign_in_locked',
  ]);
});
