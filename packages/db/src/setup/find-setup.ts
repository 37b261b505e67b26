// What a firm has of what a new firm needs, by one short look at each (domain/setup-steps.ts).
import { and, eq, exists, inArray, sql, type SQL } from 'drizzle-orm';
import type { FirmId } from '@makewhole/domain/ids';
import { OUTCOME_OF, REFUND_STATUSES, type RefundOutcome } from '@makewhole/domain/refund-states';
import type { SetupFacts, SetupStepName } from '@makewhole/domain/setup-steps';
import { listConnections } from '../connections/find-connection.ts';
import type { Db } from '../connect.ts';
import { findStaleTrustBalances } from './find-stale-trust-balances.ts';
import { bankAccounts } from '../schema/bank-accounts.ts';
import { firms } from '../schema/firms.ts';
import { importedTrustBalances } from '../schema/imported-trust-balances.ts';
import { matters } from '../schema/matters.ts';
import { monthEnds } from '../schema/month-ends.ts';
import { refunds } from '../schema/refunds.ts';
import { listUsers } from '../users/list-users.ts';

export type Setup = {
  readonly facts: SetupFacts;
  /** The steps that the firm does without, as an owner says. */
  readonly setAside: readonly SetupStepName[];
};

/** @param now which balances are too old depends on it @throws Error if there is no such firm */
export async function findSetup(db: Db, firmId: FirmId, now: Date): Promise<Setup> {
  const [connections, users, stale, [row]] = await Promise.all([
    listConnections(db, firmId),
    listUsers(db, { firmId }),
    findStaleTrustBalances(db, { firmId, now }),
    selectRow(db, firmId),
  ]);
  if (row === undefined) throw new Error(`There is no firm ${firmId}`);
  const { setAside, succeeded, inFlight, ...has } = row;
  const facts = {
    ...has,
    connections: connections.map(({ status, mode }) => ({ status, mode })),
    staleTrustBalances: stale.count,
    signedIn: users.filter(({ status, lastSignInAt }) => status === 'active' && lastSignInAt !== null).length,
    invited: users.filter(({ status, lastSignInAt }) => status !== 'disabled' && lastSignInAt === null)
      .length,
    refunds: { succeeded, inFlight },
  };
  return { facts, setAside };
}

function selectRow(db: Db, firmId: FirmId) {
  const refundThat = (outcome: RefundOutcome) =>
    has(
      db
        .select({ one: sql`1` })
        .from(refunds)
        .where(and(eq(refunds.firmId, firmId), inArray(refunds.status, statusesOf(outcome)))),
    );
  return db
    .select({
      setAside: firms.setupNotForUs,
      hasMatters: has(
        db
          .select({ one: sql`1` })
          .from(matters)
          .where(eq(matters.firmId, firmId)),
      ),
      hasTrustAccount: has(
        db
          .select({ one: sql`1` })
          .from(bankAccounts)
          .where(
            and(
              eq(bankAccounts.firmId, firmId),
              eq(bankAccounts.kind, 'trust'),
              eq(bankAccounts.status, 'open'),
            ),
          ),
      ),
      hasTrustBalances: has(
        db
          .select({ one: sql`1` })
          .from(importedTrustBalances)
          .where(eq(importedTrustBalances.firmId, firmId)),
      ),
      hasSignedMonthEnd: has(
        db
          .select({ one: sql`1` })
          .from(monthEnds)
          .where(and(eq(monthEnds.firmId, firmId), eq(monthEnds.status, 'signed'))),
      ),
      succeeded: refundThat('succeeded'),
      inFlight: refundThat('in_flight'),
    })
    .from(firms)
    .where(eq(firms.id, firmId));
}

function has(query: Parameters<typeof exists>[0]): SQL<boolean> {
  return exists(query) as SQL<boolean>;
}

function statusesOf(outcome: RefundOutcome) {
  return REFUND_STATUSES.filter((status) => OUTCOME_OF[status] === outcome);
}
