// The firm's balance at a payment company does not cover a refund: somebody adds funds there, and is told at once (B14).
import type { AttentionCause } from '@makewhole/domain/attention';
import { addFundsFirstSummary, addFundsSummary } from '@makewhole/domain/obligation-summaries';
import type { Db } from '../connect.ts';
import { ENGINE } from '../events/append-refund-event.ts';
import { lockRefund, type RefundKey } from '../lock-refund.ts';
import { completeAttention, raiseAttention } from '../obligations/attention.ts';
import type { OpenObligation } from '../obligations/open-and-complete.ts';
import type { RefundFacts } from './refund-view.ts';

const CAUSE = 'add_funds' satisfies AttentionCause;

const SUMMARIES = { waits: addFundsSummary, refused: addFundsFirstSummary };

/**
 * Asks for funds, once for a refund.
 * @param state waits: the company pays it once it can; refused: it never will, and a new refund is needed
 */
export async function openFundsTask(
  db: Db,
  { firmId, id: refundId, connection, amount, currency }: RefundFacts,
  state: keyof typeof SUMMARIES,
  at: Date,
): Promise<OpenObligation[]> {
  const summary = SUMMARIES[state](connection.label, amount, currency);
  const open = await raiseAttention(db, { firmId, refundId }, { cause: CAUSE, at, summary });
  return open.filter(({ subject }) => subject === CAUSE);
}

/** Ends the task, if there is one: the refund waits for funds no more. */
export function completeFundsTask(db: Db, refund: RefundKey, at: Date): Promise<void> {
  return db.transaction(async (tx) => {
    await lockRefund(tx, refund);
    await completeAttention(tx, refund, CAUSE, { actor: ENGINE, at });
  });
}
