import { refunds } from '../schema/refunds.ts';

/** The facts in a refund's row that its timeline also holds (docs/audit.md). */
export const FACT_COLUMNS = {
  status: refunds.status,
  transactionId: refunds.transactionId,
  amount: refunds.amount,
  currency: refunds.currency,
  method: refunds.method,
  matterId: refunds.matterId,
  requestedAt: refunds.requestedAt,
  requestedBy: refunds.requestedBy,
  requestedOnBehalfOf: refunds.requestedOnBehalfOf,
  reason: refunds.reason,
  internalNote: refunds.internalNote,
  salt: refunds.factSalt,
  approvalRequired: refunds.approvalRequired,
  approvedAt: refunds.approvedAt,
  approvedBy: refunds.approvedBy,
};

type FactRow = Pick<typeof refunds.$inferSelect, Exclude<keyof typeof FACT_COLUMNS, 'salt'>> & {
  readonly salt: string | null;
};

/** The facts as an export line writes them. */
export type RefundFacts = Readonly<ReturnType<typeof factsOf>>;

export function factsOf({ requestedAt, approvedAt, ...facts }: FactRow) {
  return {
    ...facts,
    requestedAt: requestedAt.toISOString(),
    approvedAt: approvedAt?.toISOString() ?? null,
  };
}
