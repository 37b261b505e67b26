// A check that paid a client is cleared by the line of the bank that names its number, in operating and in trust, however
// late the client cashes it (LW1). A person matches what no line names.
import { sql } from 'drizzle-orm';
import { addCalendarDays, type BankDate } from '@makewhole/domain/bank-calendar';
import type { BankLineId, FirmId } from '@makewhole/domain/ids';
import { namesCheck } from '@makewhole/domain/unclaimed';
import { lineStands } from '../ledger/standing-bank-lines.ts';
import type { Db } from '../connect.ts';
import { ENGINE } from '../events/append-refund-event.ts';
import { insertClearings } from '../month-ends/bank-clearings.ts';
import { CORRECTION_OF_LINE } from '../ledger/bank-mistakes.ts';
import { findOutstandingChecks, type OutstandingCheck } from './outstanding-checks.ts';

/** How many checks are looked for at once. */
const CHECKS_MAX = 200;
/** A bank may date a line a little before the day that a person wrote. */
const SHOWN_BEFORE_DAYS = 3;

/** Matches each outstanding check of the firm with the only free line that can be it. */
export async function clearChecks(tx: Db, { firmId }: { readonly firmId: FirmId }, at: Date): Promise<void> {
  const checks = await findOutstandingChecks(tx, sql`p.firm_id = ${firmId}`, { now: at, limit: CHECKS_MAX });
  const found = [];
  for (const check of checks) {
    const lines = (await findFreeLines(tx, check)).filter((line) => isLineOf(line, check));
    const [line, ...others] = lines;
    if (line !== undefined && others.length === 0) found.push({ check, lineId: line.lineId });
  }
  for (const { check, lineId } of found) {
    const isClaimedOnce = found.filter((other) => other.lineId === lineId).length === 1;
    if (!isClaimedOnce) continue;
    const { postingId, bankAccountId } = check;
    await insertClearings(tx, { firmId, bankAccountId }, [{ lineId, postingId }], { actor: ENGINE, at });
  }
}

type FreeLine = { readonly lineId: BankLineId; readonly date: BankDate; readonly description: string };

function isLineOf({ date, description }: FreeLine, check: OutstandingCheck): boolean {
  return date >= addCalendarDays(check.date, -SHOWN_BEFORE_DAYS) && namesCheck(description, check.reference);
}

/** Lines of the check's account and amount that are nothing else's, and that nobody has said are not this check. */
async function findFreeLines(
  tx: Db,
  { firmId, bankAccountId, amount, postingId }: OutstandingCheck,
): Promise<FreeLine[]> {
  const rows = await tx.execute<FreeLine>(sql`
    SELECT l.id AS "lineId", l.date::text AS date, l.description FROM bank_lines l
    WHERE l.firm_id = ${firmId} AND l.bank_account_id = ${bankAccountId} AND l.amount = ${-amount}
      AND ${lineStands()}
      AND NOT EXISTS (SELECT FROM bank_clearings c WHERE c.firm_id = l.firm_id AND c.line_id = l.id
        AND (c.undone_at IS NULL OR c.posting_id = ${postingId}))
      AND NOT EXISTS (SELECT FROM bank_matches m WHERE m.firm_id = l.firm_id
        AND l.id IN (m.trust_line_id, m.operating_line_id) AND m.undone_at IS NULL)
      AND NOT EXISTS ${CORRECTION_OF_LINE}
    ORDER BY l.date, l.id LIMIT ${LINES_MAX}`);
  return [...rows];
}

const LINES_MAX = 200;
