import {
  askForApproval as ask,
  expireApproval as expire,
  type ApprovalAsked,
} from '@makewhole/db/refunds/approval';
import { startActivityClock } from './activity-clock.ts';
import type { ActivityInput, Dependencies } from './dependencies.ts';

/** Puts the refund before a second person, where the firm's rule asks for one (B8). */
export const askForApproval =
  ({ db }: Dependencies) =>
  (input: ActivityInput): Promise<ApprovalAsked> =>
    ask(db, input, startActivityClock(input.at)());

/** Declines a refund that nobody approved in time. */
export const expireApproval =
  ({ db }: Dependencies) =>
  (input: ActivityInput): Promise<void> =>
    expire(db, input, startActivityClock(input.at)());
