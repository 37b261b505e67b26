// A bank statement is set aside while somebody matches one of its lines with a refund's transfer: no match stands on a
// line that does not (ADR 61).
import { randomUUID } from 'node:crypto';
import { and, eq, isNull, sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { importStatement } from '@makewhole/db/bank/import-statement';
import { listBankLines } from '@makewhole/db/bank/list-bank-lines';
import { setStatementAside } from '@makewhole/db/bank/set-aside-statement';
import { applyCommand, recordCommand } from '@makewhole/db/commands/apply-command';
import { markSucceeded } from '@makewhole/db/refunds/mark-succeeded';
import { bankMatches } from '@makewhole/db/schema/bank';
import { money } from '@makewhole/domain/money';
import type { BankAccount } from '@makewhole/domain/payments';
import { openTestDatabase } from '../../support/database.ts';
import { createSmallFirm } from '../../support/small-firm.ts';
import { today } from '../../support/today.ts';
import { acceptedRefund, moveBooks, viewOf } from './walk-by-stores.ts';

const { db } = await openTestDatabase();

type Said = Pick<Parameters<typeof recordCommand>[1], 'kind' | 'body'>;

/** A refund whose transfer was recorded, and waits for its two bank lines. */
async function transferred() {
  const firm = await createSmallFirm(db);
  const importLine = async (account: BankAccount, amount: number) => {
    const said = { date: today(), amount: money(amount), currency: 'USD', description: account } as const;
    const imported = await importStatement(db, {
      ...{ firmId: firm.firmId, account, bankAccountId: null, format: 'csv', sha256: randomUUID() },
      ...{ lines: [{ ...said, bankId: null }], closing: null, accountNumber: null },
      ...{ importedBy: firm.people.admin, at: new Date() },
    });
    if (imported.kind !== 'imported') throw new Error(imported.kind);
    const statementId = imported.statement.id;
    const page = await listBankLines(db, { firmId: firm.firmId, statementId, limit: 1 });
    return { statementId, lineId: page?.data[0]?.id ?? '' };
  };
  const [trust, operating] = [await importLine('trust', -30_00), await importLine('operating', 30_00)];
  const refund = await acceptedRefund(db, firm, [{ of: 'trust', amount: 30_00 }], new Date());
  await moveBooks(db, refund);
  await markSucceeded(db, refund, new Date());
  const submit = async (said: Said, owed: string) => {
    const { obligations } = await viewOf(db, refund);
    const open = obligations.find(({ kind, status }) => kind === owed && status === 'open');
    // The cast: kind and body are written together below.
    const command = { ...said, ...refund, actor: firm.people.lawyer } as Parameters<typeof recordCommand>[1];
    const instructionId = await recordCommand(db, command);
    return applyCommand(db, refund, { instructionId, obligationId: open?.id ?? null, at: new Date() });
  };
  for (const step of ['payment', 'deposit', 'transfer'] as const) {
    const facts = { step, amount: money(30_00), currency: 'USD', date: today(), reference: 'CHK 1' } as const;
    const recorded = await submit(
      { kind: 'trust_step', body: { ...facts, evidenceId: null } },
      `trust_${step}`,
    );
    expect(recorded).toEqual({ ok: true });
  }
  const body = { trustLineId: trust.lineId, operatingLineId: operating.lineId };
  return {
    ...{ firm, refund, trust, operating },
    match: () => submit({ kind: 'bank_match', body } as Said, 'bank_match'),
    setAside: (id: string) =>
      setStatementAside(
        db,
        { firmId: firm.firmId, principalId: firm.people.owner, at: new Date() },
        { id, reason: 'It is of another account' },
      ),
  };
}

const NEVER = [
  sql`EXISTS (SELECT FROM bank_line_set_asides x WHERE x.line_id IN (trust_line_id, operating_line_id))`,
];

it.each([1, 2, 3])('whichever comes first, nothing stands on a line that was set aside (%i)', async () => {
  const { firm, refund, trust, operating, match, setAside } = await transferred();
  const [matched, ...gone] = await Promise.all([
    match(),
    setAside(trust.statementId),
    setAside(operating.statementId),
  ]);
  expect(gone.map(({ kind }) => kind)).toEqual(['set_aside', 'set_aside']);
  const standing = await db
    .select()
    .from(bankMatches)
    .where(and(eq(bankMatches.firmId, firm.firmId), isNull(bankMatches.undoneAt), ...NEVER));
  expect(standing).toEqual([]);
  const { obligations } = await viewOf(db, refund);
  const owed = obligations.filter(({ kind }) => kind === 'bank_match').map(({ status }) => status);
  // It was matched and is owed again, or was never matched and is owed still.
  expect(owed).toEqual(matched.ok ? ['done', 'open'] : ['open']);
});
