// The printed binders: requesting one, and the rows whose workflow must run.
import { and, asc, eq, isNotNull, isNull, or, sql } from 'drizzle-orm';
import type { PaperInput } from '@makewhole/domain/contracts/month-end-paper';
import type { PrincipalId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { newId } from '../new-id.ts';
import { onPage, type OpenWorkPage } from '../open-work-page.ts';
import { monthEndPapers } from '../schema/month-ends.ts';
import type { MonthEndRow } from './find-month-ends.ts';

export type PaperRow = Omit<typeof monthEndPapers.$inferSelect, 'content'>;

/** All but its content. */
const FACTS = {
  ...{ id: monthEndPapers.id, firmId: monthEndPapers.firmId, monthEndId: monthEndPapers.monthEndId },
  ...{ isSigned: monthEndPapers.isSigned, round: monthEndPapers.round, failure: monthEndPapers.failure },
  ...{ requestedBy: monthEndPapers.requestedBy, requestedAt: monthEndPapers.requestedAt },
  ...{ madeAt: monthEndPapers.madeAt, failedAt: monthEndPapers.failedAt },
  ...{ size: monthEndPapers.size, sha256: monthEndPapers.sha256 },
  workflowRunId: monthEndPapers.workflowRunId,
};

/**
 * Asks for the binder of a month end as it is now: the signed one, or a draft. One that is being made, and a signed one
 * that was made, stay as they are; a draft and one that failed are made again.
 */
export async function requestPaper(
  tx: Db,
  { firmId, id: monthEndId, status }: Pick<MonthEndRow, 'firmId' | 'id' | 'status'>,
  { actor, at }: { readonly actor: PrincipalId; readonly at: Date },
): Promise<PaperRow> {
  const isSigned = status === 'signed';
  const asked = { requestedBy: actor, requestedAt: at };
  await tx
    .insert(monthEndPapers)
    .values({ id: newId<string>('mep'), firmId, monthEndId, isSigned, ...asked })
    .onConflictDoUpdate({
      target: [monthEndPapers.monthEndId, monthEndPapers.isSigned],
      set: {
        ...asked,
        round: sql`${monthEndPapers.round} + 1`,
        ...{ madeAt: null, failedAt: null, failure: null, content: null, size: null, sha256: null },
        workflowRunId: null,
      },
      setWhere: or(
        isNotNull(monthEndPapers.failedAt),
        and(isNotNull(monthEndPapers.madeAt), eq(monthEndPapers.isSigned, false)),
      ),
    });
  const row = await findPaper(tx, { firmId, monthEndId, isSigned });
  if (row === null) throw new Error(`The binder of ${monthEndId} was not recorded`);
  return row;
}

type PaperKey = Pick<PaperRow, 'firmId' | 'monthEndId' | 'isSigned'>;

/** Without its content; null if nobody asked for it. */
export async function findPaper(
  db: Db,
  { firmId, monthEndId, isSigned }: PaperKey,
): Promise<PaperRow | null> {
  const [row] = await db
    .select(FACTS)
    .from(monthEndPapers)
    .where(
      and(
        eq(monthEndPapers.firmId, firmId),
        eq(monthEndPapers.monthEndId, monthEndId),
        eq(monthEndPapers.isSigned, isSigned),
      ),
    );
  return row ?? null;
}

/** Without its content. */
export async function findPaperById(
  db: Db,
  { firmId, id }: Pick<PaperRow, 'firmId' | 'id'>,
): Promise<PaperRow | null> {
  const [row] = await db
    .select(FACTS)
    .from(monthEndPapers)
    .where(and(eq(monthEndPapers.firmId, firmId), eq(monthEndPapers.id, id)));
  return row ?? null;
}

/** The PDF; null until it is made. */
export async function findPaperContent(db: Db, { firmId, id }: Pick<PaperRow, 'firmId' | 'id'>) {
  const [row] = await db
    .select({ content: monthEndPapers.content })
    .from(monthEndPapers)
    .where(and(eq(monthEndPapers.firmId, firmId), eq(monthEndPapers.id, id)));
  return row?.content ?? null;
}

/** Records the run ID of the workflow that makes it. */
export async function markPaperStarted(
  db: Db,
  { firmId, paperId, round }: PaperInput,
  runId: string,
): Promise<void> {
  await db
    .update(monthEndPapers)
    .set({ workflowRunId: runId })
    .where(
      and(
        ...[
          eq(monthEndPapers.firmId, firmId),
          eq(monthEndPapers.id, paperId),
          eq(monthEndPapers.round, round),
        ],
        ...[isNull(monthEndPapers.madeAt), isNull(monthEndPapers.failedAt)],
      ),
    );
}

/** Those that were neither made nor given up. */
export function listOpenPapers(db: Db, page: OpenWorkPage): Promise<PaperInput[]> {
  const {
    id,
    firmId,
    round,
    workflowRunId: runId,
    requestedAt: recordedAt,
    madeAt,
    failedAt,
  } = monthEndPapers;
  return db
    .select({ firmId, paperId: id, round })
    .from(monthEndPapers)
    .where(and(isNull(madeAt), isNull(failedAt), onPage({ id, runId, recordedAt }, page)))
    .orderBy(asc(id))
    .limit(page.limit);
}
