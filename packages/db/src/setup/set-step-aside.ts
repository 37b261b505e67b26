import { eq } from 'drizzle-orm';
import type { SetupStepName } from '@makewhole/domain/setup-steps';
import type { Db } from '../connect.ts';
import { appendFirmEvent, type ChangedBy } from '../events/append-firm-event.ts';
import { firms } from '../schema/firms.ts';

export type SetupChange = { readonly step: SetupStepName; readonly notForUs: boolean };

/** Sets a step of the setup aside, or takes it up again; the same again changes nothing. */
export function setStepAside(db: Db, by: ChangedBy, { step, notForUs }: SetupChange): Promise<void> {
  const itself = eq(firms.id, by.firmId);
  return db.transaction(async (tx) => {
    const [firm] = await tx
      .select({ setAside: firms.setupNotForUs })
      .from(firms)
      .where(itself)
      .for('no key update');
    if (firm === undefined) throw new Error(`There is no firm ${by.firmId}`);
    if (firm.setAside.includes(step) === notForUs) return;
    const others = firm.setAside.filter((one) => one !== step);
    await tx
      .update(firms)
      .set({ setupNotForUs: notForUs ? [...others, step] : others })
      .where(itself);
    await appendFirmEvent(tx, by, {
      type: notForUs ? 'setup.step_set_aside' : 'setup.step_taken_up',
      data: { step },
    });
  });
}
