import type { ObligationView } from '@makewhole/db/refunds/refund-view';
import type { ObligationBody } from './schemas.ts';

export function obligationBody(obligation: ObligationView): ObligationBody {
  const { id, kind, status, owner, subject, summary, amount, openedAt, dueAt } = obligation;
  const { settledAt, settledBy, decision } = obligation;
  return {
    id,
    kind,
    status,
    owner,
    subject,
    summary,
    amount,
    openedAt: openedAt.toISOString(),
    dueAt: dueAt.toISOString(),
    settledAt: settledAt?.toISOString() ?? null,
    settledBy,
    decision,
  };
}
