import { OPERATOR } from '@makewhole/db/events/append-firm-event';
import { changeSuspension } from '@makewhole/db/firms/suspend-firm';
import type { Output } from '../output.ts';
import { readDatabaseSettings, withDatabase } from './database.ts';
import { checkedReference } from './reference.ts';
import { findOneFirm } from './show-firms.ts';

type Options = { readonly reference: string; readonly end: boolean };

export async function suspendFirmCommand(wanted: string, options: Options, output: Output): Promise<void> {
  const reference = checkedReference(options.reference);
  const suspended = !options.end;
  const { firm, outcome } = await withDatabase(readDatabaseSettings(), async (db) => {
    const firm = await findOneFirm(db, wanted);
    const by = { firmId: firm.firmId, principalId: OPERATOR, at: new Date(), reference } as const;
    return { firm, outcome: await changeSuspension(db, by, { suspended }) };
  });
  const state = suspended
    ? 'is suspended: nobody signs in, no API key works, open refunds go on'
    : 'is not suspended';
  output.result([`${firm.name} (${firm.firmId}) ${state}${outcome === 'unchanged' ? ', as before' : ''}.`], {
    firmId: firm.firmId,
    suspended,
    changed: outcome === 'changed',
  });
}
