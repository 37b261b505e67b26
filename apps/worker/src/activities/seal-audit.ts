import { listFirmIds } from '@makewhole/db/firms/list-firm-ids';
import { sealTrail } from '@makewhole/db/audit/seal-trail';
import type { FirmId } from '@makewhole/domain/ids';
import type { Dependencies } from './dependencies.ts';

export type Sealed = {
  readonly sealed: number;
  /** Null if these were the last firms. */
  readonly after: FirmId | null;
};

/** Seals the new entries of the next page of firms (B9). Repeating it seals nothing twice. */
export const sealFirms =
  ({ db, signCheckpoint }: Dependencies) =>
  async ({ after, limit }: { readonly after: FirmId | null; readonly limit: number }): Promise<Sealed> => {
    const firmIds = await listFirmIds(db, { after, limit });
    let sealed = 0;
    for (const firmId of firmIds) {
      if (await sealTrail(db, firmId, new Date(), signCheckpoint ?? null)) sealed += 1;
    }
    return { sealed, after: firmIds.length === limit ? (firmIds.at(-1) ?? null) : null };
  };
