import { and, eq, inArray, isNotNull, isNull, or } from 'drizzle-orm';
import { principals } from '@makewhole/db/schema/firms';
import type { Db } from '@makewhole/db/connect';
import { maySettle } from '@makewhole/domain/obligations';
import { roleMay } from '@makewhole/domain/roles';
import type { RefundRow, Violation } from './invariant.ts';
import { obligations } from '@makewhole/db/schema/obligations';
import { notifications } from '@makewhole/db/schema/notifications';

/** The sweep comes each minute, and an email waits two before it tells of something; a slow machine takes its time. */
const MOMENT_MS = 10 * 60_000;

type OwedRow = typeof obligations.$inferSelect;

/**
 * Whatever is owed about these refunds and their payments was told to a person who may do it (I8, B14).
 * @param olderThanMs how old it is before somebody must have heard of it
 */
export async function checkHeard(
  db: Db,
  { firmId, transactionId, id }: Pick<RefundRow, 'firmId' | 'transactionId' | 'id'>,
  now: Date,
  olderThanMs: number = MOMENT_MS,
): Promise<Violation[]> {
  const all = await db
    .select()
    .from(obligations)
    .where(
      and(
        eq(obligations.firmId, firmId),
        or(
          eq(obligations.refundId, id),
          and(isNull(obligations.refundId), eq(obligations.transactionId, transactionId)),
        ),
      ),
    );
  const due = all.filter(
    ({ status, openedAt }) => status === 'open' && now.getTime() - openedAt.getTime() >= olderThanMs,
  );
  const unheard: Violation[] = [];
  for (const owed of due) {
    if (await isHeard(db, owed, all)) continue;
    const what = `${id}: nobody who may settle ${owed.kind} ${owed.subject} (${owed.id}) was told of it`;
    unheard.push({ invariant: 'I8', what });
  }
  return unheard;
}

/** An email about it was sent, or is being tried, to somebody whose role may settle it. */
async function isHeard(db: Db, owed: OwedRow, beside: readonly OwedRow[]): Promise<boolean> {
  const speaking = [owed, ...beside.filter((other) => speaksFor(other, owed))];
  const noted = await db
    .select({ event: notifications.event, email: notifications.recipientEmail, status: notifications.status })
    .from(notifications)
    .where(eq(notifications.firmId, owed.firmId));
  const told = noted
    .filter(({ event, status }) => status !== 'failed' && speaking.some(({ id }) => event.includes(id)))
    .map(({ email }) => email);
  if (told.length === 0) return false;
  const people = await db
    .select({ role: principals.role })
    .from(principals)
    .where(
      and(
        eq(principals.firmId, owed.firmId),
        inArray(principals.email, told),
        isNotNull(principals.role),
        isNull(principals.disabledAt),
      ),
    );
  return people.some(({ role }) => role !== null && maySettle((action) => roleMay(role, action), owed));
}

/** Of three trust steps that open together the first one's email speaks. */
function speaksFor(other: OwedRow, { kind, refundId }: OwedRow): boolean {
  const isLater = kind === 'trust_deposit' || kind === 'trust_transfer';
  return isLater && other.kind === 'trust_payment' && other.refundId === refundId;
}
