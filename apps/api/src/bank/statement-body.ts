import type { StatementView } from '@makewhole/db/bank/new-statement';
import type { StatementBody } from './schemas.ts';

export function statementBody({ importedAt, setAside, ...statement }: StatementView): StatementBody {
  const { id, account, bankAccountId, format, lines, newLines, firstDate, lastDate } = statement;
  const { closingBalance, closingDate, openingBalance, periodStart } = statement;
  return {
    ...{ id, account, bankAccountId, format, lines, newLines, firstDate, lastDate },
    ...{ closingBalance, closingDate, openingBalance, periodStart },
    ...{ accountLastFour: statement.accountLastFour, renumberedFrom: statement.renumberedFrom },
    importedAt: importedAt.toISOString(),
    setAside: setAside === null ? null : { ...setAside, at: setAside.at.toISOString() },
  };
}
