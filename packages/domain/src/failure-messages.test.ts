import { expect, it } from 'vitest';
import { failureMessage } from './failure-messages.ts';

it.each(['lost_or_stolen_card', 'expired_or_canceled_card'])(
  'a dead card (%s) is not to be tried again: another way to pay is offered',
  (code) => {
    for (const cameBack of [false, true]) {
      const message = failureMessage({ code, cameBack });
      expect(message).toContain('would fail again');
      expect(message).toContain('a check or a bank transfer');
    }
  },
);

it('money that the bank sent back is paid in another way', () => {
  const message = failureMessage({ code: 'returned', cameBack: true });
  expect(message).toContain("The client's bank sent the money back.");
  expect(message).toContain('a check or a bank transfer');
});

it('a balance that was too low is filled up first', () => {
  expect(failureMessage({ code: 'insufficient_funds', cameBack: false })).toContain('Add funds there');
});
