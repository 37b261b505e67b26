// An owner sets a wrong statement aside (ADR 61). Nothing is edited: the statement and the lines that no other one has are
// marked, and count nowhere any more. The undo is to import the file again.
import { and, eq, sql } from 'drizzle-orm';
import type { BankDate } from '@makewhole/domain/bank-calendar';
import type { BankAccountId, BankLineId, FirmId, RefundId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { appendFirmEvent, type ChangedBy } from '../events/append-firm-event.ts';
import { lockFirm } from '../firms/lock-firm.ts';
import { voidUnshownTasks } from '../month-ends/month-end-tasks.ts';
import { bankAccounts } from '../schema/bank-accounts.ts';
import { bankLineSetAsides, bankStatementSetAsides } from '../schema/bank.ts';
import { endLineMatches } from './end-line-matches.ts';
import { findStatement } from './list-statements.ts';
import type { StatementView } from './new-statement.ts';
import { lineStands, statementStands } from '../ledger/standing-bank-lines.ts';

const ROWS_AT_ONCE = 1_000;

export type StatementSetAside =
  | {
      readonly kind: 'set_aside';
      readonly statement: StatementView;
      /** The refunds whose transfer owes its bank lines again; their workflows have to run. */
      readonly reopened: readonly RefundId[];
    }
  | { readonly kind: 'not_found' }
  /** A month end rests on it whose newest version is signed. */
  | { readonly kind: 'signed'; readonly monthEnd: SignedMonthEnd };

type SignedMonthEnd = {
  readonly title: string;
  readonly endingOn: BankDate;
  readonly version: number;
  readonly signedBy: string | null;
};

/** Sets a statement aside. The same again changes nothing. @param reason what is wrong with it */
export function setStatementAside(
  db: Db,
  by: ChangedBy,
  { id, reason }: { readonly id: string; readonly reason: string },
): Promise<StatementSetAside> {
  return db.transaction(async (tx): Promise<StatementSetAside> => {
    const { firmId, principalId, at } = by;
    const known = await findStatement(tx, { firmId, id });
    if (known === null) return { kind: 'not_found' };
    await lockAccount(tx, firmId, known.bankAccountId);
    await lockFirm(tx, firmId);
    // Somebody else may have been quicker.
    const standing = (await findStatement(tx, { firmId, id })) ?? known;
    if (standing.setAside !== null) return { kind: 'set_aside', statement: standing, reopened: [] };
    const lineIds = await findFalling(tx, firmId, id);
    const monthEnd = await findSigned(tx, standing, firmId, lineIds);
    if (monthEnd !== null) return { kind: 'signed', monthEnd };
    await tx
      .insert(bankStatementSetAsides)
      .values({ statementId: id, firmId, reason, setAsideBy: principalId, setAsideAt: at });
    for (let from = 0; from < lineIds.length; from += ROWS_AT_ONCE) {
      const some = lineIds.slice(from, from + ROWS_AT_ONCE);
      await tx.insert(bankLineSetAsides).values(some.map((lineId) => ({ firmId, lineId, statementId: id })));
    }
    const ending = { firmId, statementId: id, lineIds, actor: principalId, at };
    const { matches, reopened } = await endLineMatches(tx, ending);
    const { bankAccountId } = standing;
    await voidUnshownTasks(tx, { firmId, bankAccountId }, { actor: principalId, at });
    await appendFirmEvent(tx, by, {
      type: 'bank_statement.set_aside',
      data: {
        statementId: id,
        bankAccountId,
        lines: lineIds.length,
        matches,
        refundsReopened: reopened.length,
      },
    });
    const statement = (await findStatement(tx, { firmId, id })) ?? standing;
    return { kind: 'set_aside', statement, reopened };
  });
}

/** Who signs a month end holds the account: it is signed before, or not on this statement. Postings go on. */
async function lockAccount(tx: Db, firmId: FirmId, id: BankAccountId): Promise<void> {
  await tx
    .select({ id: bankAccounts.id })
    .from(bankAccounts)
    .where(and(eq(bankAccounts.firmId, firmId), eq(bankAccounts.id, id)))
    .for('no key update');
}

/** The lines of the statement that no other one has that stands. */
async function findFalling(tx: Db, firmId: FirmId, statementId: string): Promise<BankLineId[]> {
  const rows = await tx.execute<{ id: BankLineId }>(sql`
    SELECT l.id FROM bank_lines l
    WHERE l.firm_id = ${firmId} AND ${lineStands()}
      AND l.id IN (SELECT o.id FROM bank_lines o WHERE o.statement_id = ${statementId}
        UNION SELECT r.line_id FROM bank_line_repeats r WHERE r.statement_id = ${statementId})
      AND NOT EXISTS (
        SELECT FROM (SELECT l.statement_id AS id UNION ALL
          SELECT r.statement_id FROM bank_line_repeats r WHERE r.line_id = l.id) s
        WHERE s.id <> ${statementId}
          AND ${statementStands()})
    ORDER BY l.id`);
  return rows.map(({ id }) => id);
}

/** A month end that rests on the statement or names one of its lines, and whose newest version is signed. */
async function findSigned(
  tx: Db,
  { id, bankAccountId }: StatementView,
  firmId: FirmId,
  lineIds: readonly BankLineId[],
): Promise<SignedMonthEnd | null> {
  const [signed] = await tx.execute<SignedMonthEnd>(sql`
    SELECT b.title, m.ending_on::text AS "endingOn", m.version, p.name AS "signedBy"
    FROM month_ends m JOIN bank_accounts b ON b.firm_id = m.firm_id AND b.id = m.bank_account_id
    LEFT JOIN principals p ON p.id = m.signed_by
    WHERE m.firm_id = ${firmId} AND m.bank_account_id = ${bankAccountId} AND m.status = 'signed'
      AND NOT EXISTS (SELECT FROM month_ends n WHERE n.firm_id = m.firm_id AND n.bank_account_id = m.bank_account_id
        AND n.ending_on = m.ending_on AND n.version > m.version)
      AND (m.statement_id = ${id} OR EXISTS (SELECT FROM jsonb_path_query(m.content, '$.**.lineId') AS named
        WHERE named #>> '{}' = ANY(${sql.param(lineIds)}::text[])))
    ORDER BY m.ending_on DESC LIMIT 1`);
  return signed ?? null;
}
