import { expect, test } from 'vitest';
import { FIRM_EVENT_TYPES } from '@makewhole/domain/firm-events';
import { describeFirmEvent } from './firm-event-labels.ts';

const NAMES = { prn_1: 'Ines Ortega', key_1: 'Books', we_1: 'Practice management' };

test('a change of the rules says from what to what, in the words of the form', () => {
  const changes = {
    approvalRule: { from: 'always', to: 'over_amount' },
    approvalOverAmount: { from: null, to: 500_00 },
    secondFactorRequired: { from: false, to: true },
    remindAfterBankDays: { from: [2, 5], to: [1] },
  };
  expect(describeFirmEvent({ type: 'settings.changed', data: { changes } }, NAMES)).toEqual({
    summary: "Changed the firm's settings",
    changes: [
      'A second person approves: always → large refunds',
      'Large refunds are those over: no amount → $500.00',
      'A second factor for everybody: no → yes',
      'People are reminded after bank days: 2, 5 → 1',
    ],
  });
});

test('people, keys and endpoints are told by their names, and by their IDs where they have none', () => {
  const data = { principalId: 'prn_1', changes: { role: { from: 'admin', to: 'owner' } } };
  expect(describeFirmEvent({ type: 'user.changed', data }, NAMES)).toEqual({
    summary: 'Changed what Ines Ortega may do',
    changes: ['Role: admin → owner'],
  });
  const turned = { endpointId: 'we_1', changed: [], enabled: false };
  expect(describeFirmEvent({ type: 'webhook_endpoint.changed', data: turned }, NAMES).summary).toBe(
    'Turned off the webhook endpoint Practice management',
  );
  expect(describeFirmEvent({ type: 'api_key.revoked', data: { apiKeyId: 'key_9' } }, NAMES).summary).toBe(
    'Revoked the API key key_9',
  );
});

test('what the operator did names its reference', () => {
  const data = { principalId: 'prn_1', reference: 'T-1042' };
  expect(describeFirmEvent({ type: 'user.second_factor_removed', data }, NAMES).changes).toEqual([
    'Reference: T-1042',
  ]);
});

test.each(FIRM_EVENT_TYPES)('%s is told in words, whatever it lacks', (type) => {
  expect(describeFirmEvent({ type, data: {} }, {}).summary).not.toMatch(/undefined|null/);
});
