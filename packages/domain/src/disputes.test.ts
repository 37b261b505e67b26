import { expect, it } from 'vitest';
import { disputeStateOf } from './disputes.ts';

it.each([
  ['open', false, null, 'needs_response'],
  ['open', false, 'evidence_sent', 'under_review'],
  ['open', false, 'accepted', 'accepted'],
  ['lost', true, null, 'lost'],
  ['lost', true, 'evidence_sent', 'lost'],
  ['lost', true, 'accepted', 'accepted'],
  ['won', false, 'evidence_sent', 'won'],
  ['won', true, 'evidence_sent', 'given_back'],
  // The bank's last word counts, whatever the firm had said.
  ['won', false, 'accepted', 'won'],
] as const)(
  'a dispute that is %s (lost before: %s), to which the firm said %s, is %s',
  (status, wasLost, response, state) => {
    expect(disputeStateOf({ status, wasLost, response })).toBe(state);
  },
);
