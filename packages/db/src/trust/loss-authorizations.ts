// What a lawyer authorizes of the moves of trust money that a payment owes (ADR 31, ADR 46), and what they have.
import type { FirmId, ObligationId } from '@makewhole/domain/ids';
import { TRUST_MOVES, type TrustMove } from '@makewhole/domain/obligations';
import { authorizedPurpose } from '@makewhole/domain/trust-authority';
import type { Db } from '../connect.ts';
import type { PaymentTaskRow } from '../obligations/payment-tasks.ts';
import { findLossDate } from './loss-date.ts';
import { moveOfLoss } from './moves-to-authorize.ts';
import { findAuthorization, type MoveToAuthorize, type TrustAuthorization } from './trust-authorizations.ts';

export type LossAuthorization = {
  readonly obligationId: ObligationId;
  /** Null while nobody has authorized it. */
  readonly authorization: TrustAuthorization | null;
  /** What a lawyer would authorize; null unless it is open and nobody has. */
  readonly toAuthorize:
    | (Pick<MoveToAuthorize, 'amount' | 'currency' | 'fromAccountId' | 'toAccountId'> & {
        readonly payee: string;
        readonly purpose: string;
      })
    | null;
};

/** Of these tasks about a payment, those that move trust money: a few at most. */
export async function findLossAuthorizations(
  db: Db,
  firmId: FirmId,
  tasks: readonly PaymentTaskRow[],
): Promise<LossAuthorization[]> {
  const moving = tasks.flatMap((task) => {
    const step = TRUST_MOVES.find((move) => task.kind === `trust_${move}`);
    return step === undefined ? [] : [{ task, step }];
  });
  return Promise.all(
    moving.map(async ({ task, step }) => {
      const authorization = await findAuthorization(db, { firmId, obligationId: task.id });
      const isOwed = task.status === 'open' && authorization === null;
      return {
        obligationId: task.id,
        authorization,
        toAuthorize: isOwed ? await describeMove(db, task, step) : null,
      };
    }),
  );
}

async function describeMove(db: Db, task: PaymentTaskRow, step: TrustMove) {
  const move = await moveOfLoss(db, task, step, await findLossDate(db, task));
  const { amount, currency, fromAccountId, toAccountId, firmName, origin } = move;
  return { amount, currency, fromAccountId, toAccountId, ...authorizedPurpose(step, firmName, origin) };
}
