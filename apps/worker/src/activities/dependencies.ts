import type { Client } from '@temporalio/client';
import type { SignCheckpoint } from '@makewhole/db/audit/seal-trail';
import type { Db } from '@makewhole/db/connect';
import type { ConnectedProcessors } from '@makewhole/processor/connected-processors';
import type { FirmId, RefundId } from '@makewhole/domain/ids';
import type { Instant } from '@makewhole/domain/bank-calendar';
import type { Mailer } from '../emails/mailer.ts';

export type WebhookSettings = {
  /** Null: webhooks are not configured; deliveries wait until they are. */
  readonly signingKey: string | null;
  /** Endpoints may use private addresses, and http. */
  readonly allowPrivate: boolean;
};

/** The outside world, passed to every activity once, when the worker starts. */
export type Dependencies = {
  readonly db: Db;
  readonly processor: ConnectedProcessors;
  readonly mailer: Mailer;
  /** The portal that the emails' links point to. */
  readonly portalUrl: string;
  readonly webhooks: WebhookSettings;
  /** Who receives alarms; if absent, alarms go only to the log. */
  readonly operatorEmail?: string | undefined;
  /** Signs the checkpoints of the audit trail; absent if no key is set. */
  readonly signCheckpoint?: SignCheckpoint | undefined;
};

/** Starts and signals workflows. */
export type WorkerDependencies = Dependencies & { readonly temporal: Client; readonly taskQueue: string };

/** What each activity is about, and the workflow's time when it scheduled the activity. */
export type ActivityInput = {
  readonly firmId: FirmId;
  readonly refundId: RefundId;
  readonly at: Instant;
};
