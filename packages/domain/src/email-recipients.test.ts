import { describe, expect, it } from 'vitest';
import { REFUND_STATUSES, isTerminal } from './refund-states.ts';
import { EMAIL_EVENTS, EMAIL_RECIPIENTS, audiencesOf, newsOf } from './email-recipients.ts';

describe('who is told', () => {
  it('of each end of a refund includes whoever asked for it (B14)', () => {
    for (const status of REFUND_STATUSES.filter(isTerminal)) {
      const news = newsOf(status, null);
      expect(news, status).not.toBeNull();
      if (news !== null) expect(EMAIL_RECIPIENTS[news].to, status).toContain('requester');
    }
    expect(newsOf('declined', 'approval_expired')).toBe('refund_expired');
    expect(EMAIL_RECIPIENTS.refund_approved.to).toContain('requester');
  });

  it('of a refund that runs is the matter, and somebody where the matter has nobody', () => {
    expect(audiencesOf('refund_processing')).toEqual([['matter'], ['requester', 'owners']]);
  });

  it('of a failure are the owners, whoever else is', () => {
    expect(EMAIL_RECIPIENTS.refund_failed.to).toContain('owners');
  });

  it.each(EMAIL_EVENTS)('of %s is somebody, always', (event) => {
    expect(audiencesOf(event).every((audiences) => audiences.length > 0)).toBe(true);
  });
});
