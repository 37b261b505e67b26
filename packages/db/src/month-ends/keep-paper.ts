// What a printed binder is made of, and keeping it once it is made.
import { createHash } from 'node:crypto';
import { and, eq, isNull } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { PaperInput } from '@makewhole/domain/contracts/month-end-paper';
import type { BankAccountId } from '@makewhole/domain/ids';
import type { PaperFailure } from '@makewhole/domain/month-ends/month-end';
import type { Db } from '../connect.ts';
import { appendFirmEvent } from '../events/append-firm-event.ts';
import { bankAccounts } from '../schema/bank-accounts.ts';
import { firms, principals } from '../schema/firms.ts';
import { monthEndPapers, monthEnds } from '../schema/month-ends.ts';
import { findMonthEnd } from './find-month-ends.ts';
import { findPaperById, type PaperRow } from './month-end-papers.ts';
import { readBinder } from './read-binder.ts';
import { readTitle } from './read-titles.ts';

export type PaperFacts = NonNullable<Awaited<ReturnType<typeof readNames>>> & {
  readonly paper: PaperRow;
  readonly title: string;
  /** What is printed, JSON values only; null if a list of it is too long. */
  readonly content: Readonly<Record<string, unknown>> | null;
};

/** What a binder is printed from: as it was signed, or as the books are now. Null if it is made, given up or unknown. */
export async function readPaperFacts(
  db: Db,
  { firmId, paperId, round }: PaperInput,
): Promise<PaperFacts | null> {
  const paper = await findPaperById(db, { firmId, id: paperId });
  if (paper === null || paper.round !== round || paper.madeAt !== null || paper.failedAt !== null)
    return null;
  const names = await readNames(db, paper);
  if (names === null) throw new Error(`The month end of ${paperId} vanished`);
  const account = { firmId, bankAccountId: names.bankAccountId };
  return db.transaction(
    async (tx) => {
      const row = await findMonthEnd(tx, account, paper.monthEndId);
      if (row === null) throw new Error(`The month end of ${paperId} vanished`);
      const content = paper.isSigned ? row.content : ((await readBinder(tx, row))?.content ?? null);
      return { ...names, paper, title: await readTitle(tx, row), content };
    },
    { isolationLevel: 'repeatable read' },
  );
}

async function readNames(db: Db, { firmId, monthEndId }: PaperRow) {
  const preparer = alias(principals, 'preparer');
  const signer = alias(principals, 'signer');
  const [found] = await db
    .select({
      monthEnd: monthEnds,
      firmName: firms.name,
      timeZone: firms.timeZone,
      preparedByName: preparer.name,
      signedByName: signer.name,
      account: {
        name: bankAccounts.title,
        bank: bankAccounts.bankName,
        lastFour: bankAccounts.lastFour,
        isIolta: bankAccounts.isIolta,
        state: bankAccounts.state,
      },
    })
    .from(monthEnds)
    .innerJoin(firms, eq(firms.id, monthEnds.firmId))
    .innerJoin(
      bankAccounts,
      and(eq(bankAccounts.firmId, monthEnds.firmId), eq(bankAccounts.id, monthEnds.bankAccountId)),
    )
    .leftJoin(preparer, eq(preparer.id, monthEnds.preparedBy))
    .leftJoin(signer, eq(signer.id, monthEnds.signedBy))
    .where(and(eq(monthEnds.firmId, firmId), eq(monthEnds.id, monthEndId)));
  if (found === undefined) return null;
  const bankAccountId: BankAccountId = found.monthEnd.bankAccountId;
  return { ...found, bankAccountId };
}

/** Keeps a binder that was printed; the hash of a signed one is an event of the firm. Twice is once. */
export function keepPaper(
  db: Db,
  { firmId, paperId, round }: PaperInput,
  { content, at }: { readonly content: Buffer; readonly at: Date },
): Promise<void> {
  const sha256 = createHash('sha256').update(content).digest('hex');
  return db.transaction(async (tx) => {
    const [kept] = await tx
      .update(monthEndPapers)
      .set({ content, size: content.byteLength, sha256, madeAt: at })
      .where(stillOpen({ firmId, paperId, round }))
      .returning({
        monthEndId: monthEndPapers.monthEndId,
        isSigned: monthEndPapers.isSigned,
        by: monthEndPapers.requestedBy,
      });
    if (kept === undefined || !kept.isSigned) return;
    const [of] = await tx.select().from(monthEnds).where(eq(monthEnds.id, kept.monthEndId));
    if (of === undefined) throw new Error(`The month end ${kept.monthEndId} vanished`);
    const { bankAccountId, periodStart, endingOn, version } = of;
    await appendFirmEvent(
      tx,
      { firmId, principalId: kept.by, at },
      {
        type: 'month_end.printed',
        data: { monthEndId: of.id, bankAccountId, periodStart, endingOn, version, sha256 },
      },
    );
  });
}

/** Records that a binder will not be made. */
export async function giveUpPaper(
  db: Db,
  paper: PaperInput,
  { failure, at }: { readonly failure: PaperFailure; readonly at: Date },
): Promise<void> {
  await db.update(monthEndPapers).set({ failure, failedAt: at }).where(stillOpen(paper));
}

function stillOpen({ firmId, paperId, round }: PaperInput) {
  return and(
    ...[eq(monthEndPapers.firmId, firmId), eq(monthEndPapers.id, paperId), eq(monthEndPapers.round, round)],
    ...[isNull(monthEndPapers.madeAt), isNull(monthEndPapers.failedAt)],
  );
}
