// What is asked once, of the whole firm, when every run of a campaign has come to rest.
import type { Schemas } from '../integration/api/call.ts';
import { startAuditor } from './auditor.ts';
import { checkTrustAccount } from './invariants/check-bank.ts';
import type { Violation } from './invariants/invariant.ts';
import type { CampaignWorld } from './world.ts';
import { until } from '../support/until.ts';

export type Difference = Schemas['ReconciliationDifference'];

export type LastLook = {
  /** Refunds of ours, and of the payment company's, that the reconciliation looked at. */
  readonly refundsHere: number;
  readonly refundsThere: number;
  /** Differences that a kind of fault means to leave, for a person to explain. */
  readonly leftOnPurpose: number;
  readonly events: number;
  readonly violations: readonly Violation[];
};

const RECONCILED_WITHIN_MS = 30 * 60_000;
const LISTED_MAX = 100;

/**
 * A reconciliation of everything finds nothing that no kind of fault leaves (I4), the trail verifies (I6), and the trust
 * report has what a bank has (I10).
 */
export async function lastLook(world: CampaignWorld): Promise<LastLook> {
  const { refundsHere, refundsThere, differences } = await reconcileAll(world);
  const unexplained = differences.filter(({ transactionId }) => !world.isLeftDiffering(transactionId));
  await world.seal(world.firm.firmId);
  const verify = await startAuditor(world);
  const { online, offline } = await verify();
  return {
    refundsHere,
    refundsThere,
    leftOnPurpose: differences.length - unexplained.length,
    events: offline.events,
    violations: [
      ...(await checkTrustAccount(world)),
      ...unexplained.map(({ explanation }) => ({ invariant: 'I4', what: explanation }) as const),
      ...[...online.faults, ...offline.faults].map((what) => ({ invariant: 'I6', what }) as const),
    ],
  };
}

/** Has the firm reconciled with the payment company, and gives every difference that is not explained yet. */
export async function reconcileAll({ ask }: Pick<CampaignWorld, 'ask'>) {
  const started = await until(
    () => ask<Schemas['ReconciliationStarted']>('POST /v1/reconciliations'),
    // The nightly one may be under way.
    ({ status }) => status === 202,
    ({ text }) => text,
    RECONCILED_WITHIN_MS,
  );
  const { body: run } = await until(
    () => ask<Schemas['ReconciliationDetail']>(`GET /v1/reconciliations/${started.body.id}`),
    ({ body }) => body.status !== 'running',
    ({ text }) => text,
    RECONCILED_WITHIN_MS,
  );
  if (run.status !== 'complete') throw new Error(`The reconciliation ${run.id} could not look at everything`);
  return { ...run, differences: await openDifferences({ ask }) };
}

async function openDifferences({ ask }: Pick<CampaignWorld, 'ask'>): Promise<Difference[]> {
  const found: Difference[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const place: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const { body } = await ask<Schemas['ReconciliationDifferencePage']>(
      `GET /v1/reconciliation-differences?status=open&limit=${LISTED_MAX}${place}`,
    );
    found.push(...body.data);
    cursor = body.nextCursor;
  }
  return found;
}
