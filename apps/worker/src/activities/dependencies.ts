import type { Client } from '@temporalio/client';
import type { SignCheckpoint } from '@makewhole/db/audit/seal-trail';
import type { Db } from '@makewhole/db/connect';
import type { PaymentProcessor } from '@makewhole/processor/port';
import type { FirmId, RefundId } from '@makewhole/domain/ids';
import type { Instant } from '@makewhole/domain/bank-calendar';
import type { Mailer } from '../emails/mailer.ts';

export type WebhookSettings = {
  /** Null: webhooks are not set up here; deliveries wait until they are. */
  readonly signingKey: string | null;
  /** They may go to private addresses, and over http. */
  readonly allowPrivate: boolean;
};

/** The outside world, given to every activity once, when the worker starts. */
export type Dependencies = {
  readonly db: Db;
  readonly processor: PaymentProcessor;
  readonly mailer: Mailer;
  /** Where the emails' links lead. */
  readonly portalUrl: string;
  readonly webhooks: WebhookSettings;
  /** Who is told of alarms; left out, they are in the log alone. */
  readonly operatorEmail?: string | undefined;
  /** Signs the checkpoints of the audit trail; left out where nobody set a key. */
  readonly signCheckpoint?: SignCheckpoint | undefined;
};

/** With what starts and signals workflows. */
export type WorkerDependencies = Dependencies & { readonly temporal: Client; readonly taskQueue: string };

/** What each activity is about, and the workflow's time when it asked. */
export type ActivityInput = {
  readonly firmId: FirmId;
  readonly refundId: RefundId;
  readonly at: Instant;
};
