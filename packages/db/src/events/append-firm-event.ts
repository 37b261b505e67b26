// A firm's timeline, chained and sealed like a refund's (B9): who changed its rules, its people or its keys.
import { eq } from 'drizzle-orm';
import type { FirmEventType } from '@makewhole/domain/firm-events';
import type { FirmId, PrincipalId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { firmEvents, firms } from '../schema/firms.ts';
import type { ENGINE } from './append-refund-event.ts';
import { hashOfContent } from './content-hash.ts';

/** The person who runs Makewhole for the firm and acts when its own people cannot. */
export const OPERATOR = 'operator';

/** What Makewhole does by itself, by a rule. */
export type ChangedByEngine = Omit<ChangedBy, 'principalId'> & { readonly principalId: typeof ENGINE };

/** Who changes a firm, and when. */
export type ChangedBy = { readonly firmId: FirmId; readonly principalId: PrincipalId; readonly at: Date };
export type ChangedByOperator = Omit<ChangedBy, 'principalId'> & {
  readonly principalId: typeof OPERATOR;
  /** Lets the operator find who asked for the change, and how they proved their identity. */
  readonly reference: string;
};

export type NewFirmEvent = {
  readonly type: FirmEventType;
  /** IDs, codes, amounts, dates: no user-written text, no secrets. JSON values only. */
  readonly data: Readonly<Record<string, unknown>>;
};

type By = ChangedBy | ChangedByOperator | ChangedByEngine;

/**
 * Appends an event to a firm's timeline, in the transaction of the change itself. Locks the firm's row, so that the
 * chain has one order.
 */
export function appendFirmEvent(tx: Db, by: By, event: NewFirmEvent): Promise<void> {
  return appendFirmEvents(tx, by, [event]);
}

/** Appends several events in their order, with one lock of the firm's row. Does nothing if there are none. */
export async function appendFirmEvents(tx: Db, by: By, events: readonly NewFirmEvent[]): Promise<void> {
  const [first] = events;
  if (first === undefined) return;
  const { firmId, principalId: actor, at } = by;
  const [head] = await tx
    .select({ version: firms.version, headHash: firms.headHash })
    .from(firms)
    .where(eq(firms.id, firmId))
    .for('no key update');
  if (head === undefined) throw new Error(`There is no firm ${firmId} to add ${first.type} to`);
  let { version, headHash } = head;
  const rows = events.map(({ type, data: facts }) => {
    const data = 'reference' in by ? { ...facts, reference: by.reference } : facts;
    const content = { firmId, seq: version + 1, at, type, actor, data, prevHash: headHash };
    const hash = hashOfContent({ ...content, at: at.toISOString() });
    version = content.seq;
    headHash = hash;
    return { ...content, hash };
  });
  await tx.insert(firmEvents).values(rows);
  await tx.update(firms).set({ version, headHash }).where(eq(firms.id, firmId));
}
