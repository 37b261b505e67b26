// The four numbers of the first page, each the exact sum of a list that the reader can open.
import { and, eq, gte, inArray, min, sql, sum } from 'drizzle-orm';
import type { FirmId } from '@makewhole/domain/ids';
import { money, type Currency, type Money } from '@makewhole/domain/money';
import { ON_ITS_WAY } from '@makewhole/domain/refund-states';
import type { Db } from '../connect.ts';
import { obligations } from '../schema/obligations.ts';
import { refunds } from '../schema/refunds.ts';
import { processorEvents } from '../schema/processor-events.ts';

type Total = { readonly count: number; readonly amount: Money };

export type MoneySummary = {
  readonly currency: Currency;
  /** Refunds that were sent and have not arrived yet. */
  readonly onItsWay: Total;
  /** What trust accounts still owe operating: the transfers that are not recorded. */
  readonly owedFromTrust: Total;
  /** Open disputes. */
  readonly atRisk: Total & {
    /** The nearest deadline of a card network; null if none is known. */
    readonly respondBy: Date | null;
    /** When the first of their tasks is due; null if there is none. */
    readonly dueAt: Date | null;
  };
  /** Refunds that were paid out since the month began. */
  readonly paidBack: Total & { readonly since: Date };
};

type Asked = { readonly firmId: FirmId; readonly monthBegan: Date };

/** All four as of one instant. */
export function readMoneySummary(db: Db, asked: Asked): Promise<MoneySummary> {
  return db.transaction(
    async (tx) => ({
      currency: 'USD',
      onItsWay: await sumRefunds(tx, asked.firmId, inArray(refunds.status, [...ON_ITS_WAY])),
      owedFromTrust: await sumTasks(tx, asked.firmId, 'trust_transfer'),
      atRisk: await readAtRisk(tx, asked.firmId),
      paidBack: {
        ...(await sumRefunds(
          tx,
          asked.firmId,
          and(eq(refunds.status, 'succeeded'), gte(refunds.settledAt, asked.monthBegan)),
        )),
        since: asked.monthBegan,
      },
    }),
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  );
}

const COUNT = sql`count(*)`.mapWith(Number);

async function sumRefunds(tx: Db, firmId: FirmId, which: ReturnType<typeof and>): Promise<Total> {
  const [row] = await tx
    .select({ count: COUNT, amount: sum(refunds.amount) })
    .from(refunds)
    .where(and(eq(refunds.firmId, firmId), which));
  return { count: row?.count ?? 0, amount: money(Number(row?.amount ?? 0)) };
}

function openTasks(firmId: FirmId, kind: 'trust_transfer' | 'dispute') {
  return and(eq(obligations.firmId, firmId), eq(obligations.status, 'open'), eq(obligations.kind, kind));
}

async function sumTasks(tx: Db, firmId: FirmId, kind: 'trust_transfer' | 'dispute'): Promise<Total> {
  const [row] = await tx
    .select({ count: COUNT, amount: sum(obligations.amount) })
    .from(obligations)
    .where(openTasks(firmId, kind));
  return { count: row?.count ?? 0, amount: money(Number(row?.amount ?? 0)) };
}

async function readAtRisk(tx: Db, firmId: FirmId): Promise<MoneySummary['atRisk']> {
  const total = await sumTasks(tx, firmId, 'dispute');
  if (total.count === 0) return { ...total, respondBy: null, dueAt: null };
  const [due] = await tx
    .select({ at: min(obligations.dueAt) })
    .from(obligations)
    .where(openTasks(firmId, 'dispute'));
  // The newest report of each disputed payment says by when the network wants its answer.
  const deadline = sql`(${processorEvents.payload} #>> '{payment,dispute,respondBy}')`;
  const newest = tx
    .selectDistinctOn([processorEvents.transactionId], {
      respondBy: sql<string | null>`${deadline}`.as('respond_by'),
    })
    .from(processorEvents)
    .innerJoin(
      obligations,
      and(openTasks(firmId, 'dispute'), eq(obligations.transactionId, processorEvents.transactionId)),
    )
    .where(
      and(
        eq(processorEvents.firmId, firmId),
        // The predicate of the index processor_events_disputes.
        sql`${processorEvents.type} IN ('payment.disputed', 'dispute.closed')`,
      ),
    )
    .orderBy(
      processorEvents.transactionId,
      sql`(${processorEvents.payload} ->> 'occurredAt')::timestamptz DESC`,
    )
    .as('newest');
  const [nearest] = await tx
    .select({ respondBy: sql<string | null>`min(${newest.respondBy}::timestamptz)::text` })
    .from(newest);
  const respondBy = nearest?.respondBy == null ? null : new Date(nearest.respondBy);
  return { ...total, respondBy, dueAt: due?.at ?? null };
}
