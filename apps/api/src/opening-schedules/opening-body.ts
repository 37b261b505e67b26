import type { OpeningView } from '@makewhole/db/opening-books/read-opening';
import type { OpeningSchedule } from '@makewhole/db/schema/opening-schedules';
import type { OpeningDetailBody, OpeningScheduleBody } from './schemas.ts';

export function openingScheduleBody(row: OpeningSchedule): OpeningScheduleBody {
  const { id, bankAccountId, cutOverOn, status, statementBalance, firmFunds, interest, unidentified } = row;
  const { createdBy, signedBy, barNumber, barState, withdrawnBy, withdrawalReason } = row;
  return {
    ...{ id, bankAccountId, cutOverOn, status, statementBalance, firmFunds, interest, unidentified },
    ...{ createdBy, createdAt: row.createdAt.toISOString() },
    ...{ signedBy, signedAt: row.signedAt?.toISOString() ?? null, barNumber, barState },
    ...{ withdrawnBy, withdrawnAt: row.withdrawnAt?.toISOString() ?? null, withdrawalReason },
  };
}

export function openingDetailBody(opening: OpeningView): OpeningDetailBody {
  const { schedule, hash, totals, ledgers, items, missing } = opening;
  return {
    ...openingScheduleBody(schedule),
    ...{ hash, totals, ledgers: [...ledgers], missing: [...missing] },
    items: items.map(({ firmId: _firm, scheduleId: _schedule, ...item }) => item),
  };
}
