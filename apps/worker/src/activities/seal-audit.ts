import { listFirmIds } from '@makewhole/db/access/list-firm-ids';
import { sealDay } from '@makewhole/db/audit/seal-day';
import type { FirmId } from '@makewhole/domain/ids';
import type { Dependencies } from './dependencies.ts';

export type Sealed = {
  readonly sealed: number;
  /** Null where these were the last firms. */
  readonly after: FirmId | null;
};

/** Seals today's checkpoint of the next firms after one (B9). Doing it again seals nothing twice. */
export const sealFirms =
  ({ db }: Dependencies) =>
  async ({ after, limit }: { readonly after: FirmId | null; readonly limit: number }): Promise<Sealed> => {
    const firmIds = await listFirmIds(db, { after, limit });
    let sealed = 0;
    for (const firmId of firmIds) {
      if (await sealDay(db, firmId, new Date())) sealed += 1;
    }
    return { sealed, after: firmIds.length === limit ? (firmIds.at(-1) ?? null) : null };
  };
