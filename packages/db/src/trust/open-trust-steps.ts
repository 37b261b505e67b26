// Opens the three steps that a trust leg owes (R5), from the moment on that the refund names (ADR 31).
import { trustStepSummary } from '@makewhole/domain/obligation-summaries';
import { TRUST_STEPS } from '@makewhole/domain/obligations';
import { owesTrustSteps, trustStepsDueAt } from '@makewhole/domain/trust-steps-owed';
import type { Db } from '../connect.ts';
import { findReimbursedLeg } from '../ledger/refund-postings.ts';
import { lockRefund, refundKeyOf, type RefundKey, type RefundRow } from '../lock-refund.ts';
import { openObligations, type OpenObligation } from '../obligations/open-and-complete.ts';

/** Opens them if they are owed by now, and returns those that are open. Idempotent. */
export function openTrustSteps(db: Db, refund: RefundKey, at: Date): Promise<OpenObligation[]> {
  return db.transaction(async (tx) => openOwedSteps(tx, await lockRefund(tx, refund), at));
}

/** The same, for a row that the transaction has locked. */
export async function openOwedSteps(tx: Db, row: RefundRow, at: Date): Promise<OpenObligation[]> {
  if (!owesTrustSteps(row.trustStepsFrom, row.status)) return [];
  const trust = await findReimbursedLeg(tx, row);
  if (trust === null) return [];
  const owedFrom = at.toISOString();
  const acceptedAt = row.acceptedAt?.toISOString() ?? owedFrom;
  const dueAt = new Date(trustStepsDueAt({ method: row.method, acceptedAt, owedFrom }));
  const { amount } = trust;
  return openObligations(
    tx,
    refundKeyOf(row),
    TRUST_STEPS.map((step) => ({
      kind: `trust_${step}`,
      subject: '',
      summary: trustStepSummary(step, { amount, currency: row.currency }),
      amount,
      dueAt,
    })),
    at,
  );
}
