import { eq, sql } from 'drizzle-orm';
import { changesOf } from '@makewhole/domain/firm-events';
import type { Basis } from '@makewhole/domain/journal-export';
import type { Db } from '../connect.ts';
import { appendFirmEvent, type ChangedBy } from '../events/append-firm-event.ts';
import { accountMap } from '../schema/account-map.ts';
import { firms } from '../schema/firms.ts';
import { findAccountMap, type AccountMap, type MappedAccount } from './find-account-map.ts';

export type WantedAccountMap = {
  readonly basis: Basis;
  /** Each code once. An account that is not named here has neither number nor name. */
  readonly accounts: readonly MappedAccount[];
};

/** Replaces a firm's account map and basis as a whole; the same again changes nothing. */
export function putAccountMap(db: Db, by: ChangedBy, wanted: WantedAccountMap): Promise<AccountMap> {
  const { firmId } = by;
  const itself = eq(firms.id, firmId);
  return db.transaction(async (tx) => {
    await tx.select({ id: firms.id }).from(firms).where(itself).for('no key update');
    const standing = await findAccountMap(tx, firmId);
    const wantedOf = new Map(wanted.accounts.map((account) => [account.code, account]));
    const changed = standing.accounts.flatMap(({ code, number, name }) => {
      const to = wantedOf.get(code) ?? { code, number: null, name: null };
      return to.number === number && to.name === name ? [] : [{ ...to, firmId }];
    });
    const changes = changesOf({ journalBasis: standing.basis }, { journalBasis: wanted.basis });
    if (changed.length === 0 && standing.basis === wanted.basis) return standing;
    await tx.update(firms).set({ journalBasis: wanted.basis }).where(itself);
    if (changed.length > 0) {
      await tx
        .insert(accountMap)
        .values(changed)
        .onConflictDoUpdate({
          target: [accountMap.firmId, accountMap.code],
          set: { number: sql`excluded.number`, name: sql`excluded.name` },
        });
    }
    // Numbers and names are a person's words, which no event repeats.
    const accounts = changed.map(({ code }) => code);
    await appendFirmEvent(tx, by, { type: 'settings.account_map_changed', data: { changes, accounts } });
    return findAccountMap(tx, firmId);
  });
}
