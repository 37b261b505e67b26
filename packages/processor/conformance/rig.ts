// What the conformance kit needs of a stand-in for a payment company. A lever that a rig does not have throws, so a
// behaviour that needs it must be declared as not shown.
import type { TransactionId } from '@makewhole/domain/ids';
import type { ConnectedProcessor } from '../src/connect-processor.ts';
import type { ReceivedWebhook } from '../src/module.ts';

export type Rig = {
  readonly name: string;
  /** Behaviours that it cannot show, each with the reason; they stand in the table as such. */
  readonly notShown: Readonly<Record<number, string>>;
  readonly start: () => Promise<RunningRig>;
};

export type Wanted = {
  readonly method?: 'card' | 'ach' | 'unsupported';
  readonly capture?: 'full' | 'none' | 'part';
  readonly of?: 'main' | 'other';
  readonly daysAgo?: number;
  /** Its money is not yet with the merchant. */
  readonly unsettled?: boolean;
};

/** What a payment or its newest refund goes through. */
export type Step =
  | 'succeed'
  | 'fail'
  | 'fail_late'
  | 'cancel'
  | 'require_action'
  | 'new_status'
  | 'trace'
  | 'reverse'
  | 'dispute'
  | 'inquire'
  | 'win'
  | 'return'
  | 'lapse'
  | 'refund_elsewhere';

/** What happens to the next request. */
export type Fault =
  | 'cut_before'
  | 'cut_after'
  | 'silent_after'
  | 'saved_500'
  | '429'
  | '401'
  | '403'
  | 'wrong_mode'
  | '500'
  | 'proxy_404'
  | 'html'
  | 'empty'
  | 'truncated'
  | 'other_object';

export type RunningRig = {
  /** The full amount of every payment that it makes, in minor units. */
  readonly amount: number;
  /** Every secret of its connections. */
  readonly secrets: readonly string[];
  readonly connect: (
    as?: 'main' | 'other' | 'nobody_listens' | 'wrong_key' | 'may_not_refund',
  ) => ConnectedProcessor;
  readonly pay: (wanted?: Wanted) => Promise<{
    readonly transactionId: TransactionId;
    /** Another exact ID of the payment; null if the company has none. */
    readonly alias: TransactionId | null;
  }>;
  readonly step: (transactionId: TransactionId, step: Step) => Promise<void>;
  /** A refund that somebody made elsewhere, with this reference of ours copied. */
  readonly copyReference: (transactionId: TransactionId, reference: string) => Promise<void>;
  readonly fault: (kind: Fault, on: 'send' | 'lookup', times?: number) => Promise<void>;
  readonly clearFaults: () => Promise<void>;
  /** How many requests for a refund of it arrived. */
  readonly sendsOf: (transactionId: TransactionId) => Promise<number>;
  /** How many refunds of it the company has. */
  readonly refundsOf: (transactionId: TransactionId) => Promise<number>;
  /** Resolves once everything about a payment has been told; at once where it can be asked. */
  readonly heard: (transactionId: TransactionId) => Promise<void>;
  /** What it posted, or would post, about a payment; signed. */
  readonly webhooksOf: (transactionId: TransactionId) => Promise<readonly ReceivedWebhook[]>;
  /** The same body, signed otherwise. */
  readonly signAgain: (
    webhook: ReceivedWebhook,
    as: 'other_secret' | 'six_minutes_ago' | 'rolled_secret',
  ) => ReceivedWebhook;
  /** How many distinct requests were judged so far, and what the company would refuse of them; null without a judge. */
  readonly judgeShapes: () => Promise<{
    readonly judged: number;
    readonly refused: readonly string[];
  } | null>;
  /** Pays out all that moved the balance since the last payout. @returns the company's ID of it */
  readonly payOut: () => Promise<string>;
  /** The company no longer has its older changes. */
  readonly forgetChanges: () => Promise<void>;
  readonly stop: () => Promise<void>;
};
