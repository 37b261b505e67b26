import { and, eq, lt, type SQL } from 'drizzle-orm';
import type { FirmId } from '@makewhole/domain/ids';
import { CAN_BE_PUT_RIGHT, foundAgain, type Difference } from '@makewhole/domain/reconciliation/difference';
import type { Db } from '../connect.ts';
import { enqueueNotice } from '../events/enqueue-notice.ts';
import { newId } from '../new-id.ts';
import { lockRefund } from '../lock-refund.ts';
import { openObligations, reopenObligation } from '../obligations/open-and-complete.ts';
import { openPaymentTask, reopenPaymentTask } from '../obligations/payment-tasks.ts';
import {
  reconciliationDifferences,
  reconciliationFindings,
  reconciliations,
} from '../schema/reconciliation.ts';

export type FoundDifference = {
  readonly firmId: FirmId;
  readonly difference: Difference;
  /** The run that found it; null if the payment processor reported it by itself. */
  readonly reconciliationId: string | null;
  readonly at: Date;
};

/**
 * Records a difference, once however often it is found, and which run saw it. It opens one obligation: on our refund
 * if it is about one, even a closed one, else on the payment, because somebody must explain it (B5, B12). An explained
 * difference that can be put right reopens if a later run finds it again, and so does one that was gone: it is `new`
 * again.
 */
export function recordDifference(db: Db, found: FoundDifference): Promise<'new' | 'known'> {
  return db.transaction(async (tx) => {
    const { firmId, difference, reconciliationId, at } = found;
    // Changing a refund locks its row first; so does this, so that two runs that find the same difference wait for
    // each other.
    const { refundId } = difference;
    if (refundId !== null) await lockRefund(tx, { firmId, refundId });
    const inserted = await tx
      .insert(reconciliationDifferences)
      .values({ ...difference, id: newId('dif'), firmId, foundAt: at })
      .onConflictDoNothing()
      .returning({ id: reconciliationDifferences.id });
    const id = inserted[0]?.id ?? (await findId(tx, firmId, difference.key));
    if (reconciliationId !== null) {
      const finding = { firmId, reconciliationId, differenceId: id };
      await tx.insert(reconciliationFindings).values(finding).onConflictDoNothing();
    }
    const reopened = inserted.length === 0 ? await reopen(tx, found, id) : null;
    if (inserted.length === 0 && reopened === null) return 'known';
    const summary = reopened ?? difference.explanation;
    if (refundId === null) {
      const { transactionId } = difference;
      const task = { firmId, transactionId, kind: 'reconciliation', subject: id } as const;
      await (reopened === null ? openPaymentTask : reopenPaymentTask)(tx, task, {
        summary,
        amount: null,
        at,
      });
    } else {
      const obligation = { kind: 'reconciliation', subject: id, summary, amount: null } as const;
      if (reopened === null) await openObligations(tx, { firmId, refundId }, [obligation], at);
      else await reopenObligation(tx, { firmId, refundId }, obligation, at);
    }
    const { kind, transactionId } = difference;
    const eventId = `${id}_found_${at.getTime()}`;
    const notice = { firmId, type: 'reconciliation.difference_found', eventId, at } as const;
    await enqueueNotice(tx, { ...notice, data: { id, kind, transactionId, refundId } });
    return 'new';
  });
}

/** @returns its text if it reopens, null if it stays as it is */
async function reopen(
  tx: Db,
  { firmId, difference, reconciliationId, at }: FoundDifference,
  id: string,
): Promise<string | null> {
  if (!CAN_BE_PUT_RIGHT[difference.kind]) return null;
  const ofId = and(eq(reconciliationDifferences.firmId, firmId), eq(reconciliationDifferences.id, id));
  const { explanation } = difference;
  const isBack = await reopenWhere(tx, and(ofId, eq(reconciliationDifferences.status, 'gone')), {
    explanation,
    at,
  });
  if (isBack) return explanation;
  if (reconciliationId === null) return null;
  const [run] = await tx
    .select({ startedAt: reconciliations.startedAt })
    .from(reconciliations)
    .where(and(eq(reconciliations.firmId, firmId), eq(reconciliations.id, reconciliationId)));
  if (run === undefined) throw new Error(`The reconciliation ${reconciliationId} vanished`);
  const where = and(
    ofId,
    eq(reconciliationDifferences.status, 'settled'),
    lt(reconciliationDifferences.settledAt, run.startedAt),
  );
  const [explained] = await tx.select().from(reconciliationDifferences).where(where).for('update');
  if (explained === undefined) return null;
  const again = foundAgain(explanation, explained.note);
  await reopenWhere(tx, where, { explanation: again, at });
  return again;
}

/** @returns whether there was one */
async function reopenWhere(
  tx: Db,
  where: SQL | undefined,
  { explanation, at }: { readonly explanation: string; readonly at: Date },
): Promise<boolean> {
  const reopened = await tx
    .update(reconciliationDifferences)
    .set({ status: 'open', foundAt: at, settledAt: null, settledBy: null, note: null, explanation })
    .where(where)
    .returning({ id: reconciliationDifferences.id });
  return reopened.length > 0;
}

async function findId(tx: Db, firmId: FirmId, key: string): Promise<string> {
  const [row] = await tx
    .select({ id: reconciliationDifferences.id })
    .from(reconciliationDifferences)
    .where(and(eq(reconciliationDifferences.firmId, firmId), eq(reconciliationDifferences.key, key)));
  if (row === undefined) throw new Error(`The difference ${key} vanished`);
  return row.id;
}
