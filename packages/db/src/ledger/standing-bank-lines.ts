// What of the bank's record counts: a statement that an owner set aside does not, nor do the lines that no other statement
// has (ADR 61).
import { sql, type Column, type SQL } from 'drizzle-orm';

/** The condition that a bank line counts. @param lineId its ID in the query; left out, that of a bank line l */
export function lineStands(lineId: Column | SQL = sql`l.id`): SQL {
  return sql`NOT EXISTS (SELECT FROM bank_line_set_asides x WHERE x.line_id = ${lineId})`;
}

/** The condition that a statement counts. @param statementId its ID in the query; left out, that of a statement s */
export function statementStands(statementId: Column | SQL = sql`s.id`): SQL {
  return sql`NOT EXISTS (SELECT FROM bank_statement_set_asides y WHERE y.statement_id = ${statementId})`;
}
