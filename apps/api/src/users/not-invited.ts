// Why somebody is not invited, and how often a firm may learn it.
import type { Refusal } from '../http/problems.ts';

/** The answer `email_taken` discloses users of other firms, so no firm may probe a list of addresses. */
export const TAKEN_BY_FIRM = { max: 20, windowSeconds: 60 * 60 };

export const NOT_INVITED: Record<'email_taken' | 'too_many_users', Refusal> = {
  email_taken: {
    code: 'email_taken',
    detail:
      'Somebody already signs in with this email address. Look for them in the list of users, or use another address.',
  },
  too_many_users: {
    code: 'too_many_users',
    detail: 'Your firm has reached its limit of users. Ask your Makewhole administrator.',
  },
};
