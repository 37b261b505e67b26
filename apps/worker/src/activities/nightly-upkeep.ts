import { log } from '@temporalio/activity';
import { listFirmIds } from '@makewhole/db/firms/list-firm-ids';
import { purgeOldRecords as purge } from '@makewhole/db/retention/purge-old-records';
import { reviewAccess as review } from '@makewhole/db/users/review-access';
import type { FirmId } from '@makewhole/domain/ids';
import { safeError } from '@makewhole/runtime/safe-error';
import type { Dependencies } from './dependencies.ts';

export type AccessReviewed = {
  /** Emails to owners that were recorded; the sweep sends them. */
  readonly emails: number;
  readonly failed: number;
  /** Null if these were the last firms. */
  readonly after: FirmId | null;
};

/** Ends what nobody used, in the next page of firms (PCI DSS 8.2.6). A firm that fails does not delay the others. */
export const reviewAccess =
  ({ db }: Pick<Dependencies, 'db'>) =>
  async ({
    after,
    limit,
  }: {
    readonly after: FirmId | null;
    readonly limit: number;
  }): Promise<AccessReviewed> => {
    const firmIds = await listFirmIds(db, { after, limit });
    let emails = 0;
    let failed = 0;
    for (const firmId of firmIds) {
      try {
        emails += (await review(db, firmId, new Date())).length;
      } catch (error) {
        failed += 1;
        log.error('The users and keys of a firm could not be reviewed', { firmId, error: safeError(error) });
      }
    }
    return { emails, failed, after: firmIds.length === limit ? (firmIds.at(-1) ?? null) : null };
  };

const PAGE_ROWS = 500;

/** Deletes the records whose time is over (AU1). @returns how many */
export const purgeOldRecords =
  ({ db }: Pick<Dependencies, 'db'>) =>
  async (): Promise<number> => {
    let total = 0;
    for (;;) {
      const purged = await purge(db, { now: new Date(), limit: PAGE_ROWS });
      total += purged;
      if (purged === 0) return total;
    }
  };
