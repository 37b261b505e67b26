// Carries a refund to its end as the people and programs around it would: the bank settles, the invoice is decided about,
// the trust steps are taken, and where only time helps, time passes.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { refundWorkflowId } from '@makewhole/domain/contracts/refund';
import { asId, type RefundId, type TransactionId } from '@makewhole/domain/ids';
import { askForRefund } from '../integration/api/call.ts';
import { authorizeSteps } from '../support/authorize-steps.ts';
import { passTime } from '../support/time-skipping.ts';
import { patiently } from './patience.ts';
import type { Refund } from './open-firm.ts';
import type { CampaignWorld } from './world.ts';
import { today } from '../support/today.ts';

const CARRY_MS = 240_000;
const LOOK_EVERY_MS = 150;
/** Longer than the ten minutes after which "not found" is believed, and all the waits before. */
const UNKNOWN_HOURS = 0.5;

/** Asks for a refund through the API, again under the same key until it answers. */
export async function request(
  world: CampaignWorld,
  transactionId: string,
  key: string = randomUUID(),
): Promise<Refund> {
  const headers = { 'idempotency-key': key };
  // The bytes that requestOnce sends: one may follow the other under the same key.
  const body = { reason: 'Paid twice by mistake', transactionId };
  const answer = await world.ask('POST /v1/refunds', { body, headers });
  if (answer.status !== 202) throw new Error(`POST /v1/refunds answered ${answer.status}: ${answer.text}`);
  return answer.body;
}

/** One request without patience: what a caller sees right now; where nobody is there, it asks again. */
export function requestOnce(world: CampaignWorld, transactionId: string, key: string = randomUUID()) {
  return patiently(() => askForRefund({ url: world.dev.api, key: world.apiKey }, { transactionId }, key));
}

export type RunOptions = {
  /** Ends the carrying early, when the run has seen what it waits for. */
  readonly until?: (refund: Refund) => boolean;
  /** The bank never settles by itself. */
  readonly leaveUnsettled?: boolean;
  /** Nobody decides or takes a step. */
  readonly leaveOwed?: boolean;
};

/** Carries it until it is closed, or as far as `until` says. @throws Error when it does not get there in time */
export async function runUntilClosed(
  world: CampaignWorld,
  id: string,
  options: RunOptions = {},
): Promise<Refund> {
  const endAt = performance.now() + CARRY_MS;
  const isThere = options.until ?? (({ closedAt }: Refund) => closedAt !== null);
  for (;;) {
    const refund = await world.find(id);
    if (isThere(refund)) return refund;
    if (performance.now() > endAt) throw new Error(`Refund ${id} stands ${describe(refund)}`);
    await help(world, refund, options);
    await sleep(LOOK_EVERY_MS);
  }
}

async function help(
  world: CampaignWorld,
  refund: Refund,
  { leaveUnsettled = false, leaveOwed = false }: RunOptions,
): Promise<void> {
  const { transactionId, status } = refund;
  if (status === 'outcome_unknown') return letTimePass(world, refund, UNKNOWN_HOURS);
  // Refused where it has settled already, and nobody there while it is down: it is tried again anyway.
  if (status === 'processing' && !leaveUnsettled)
    await world.company.settle(transactionId).catch(() => undefined);
  if (!leaveOwed && status !== 'requested' && status !== 'submitting') await settleOwed(world, refund);
}

async function settleOwed(world: CampaignWorld, refund: Refund): Promise<void> {
  const open = refund.obligations.filter(({ status }) => status === 'open');
  const path = `POST /v1/refunds/${refund.id}`;
  for (const { id, kind, subject, amount, ...proposal } of open) {
    if (kind === 'invoice_decision') await decide(world, `${path}/invoice-decision`, id, proposal);
    const isToBeLookedAt = kind === 'attention' || kind === 'reconciliation';
    if (isToBeLookedAt && subject !== 'outcome_unknown' && subject !== 'processor_disagrees') {
      const answer = subject === 'transfer_under_way' ? { transferMade: false } : {};
      await world.ask(`${path}/attention`, { body: { obligationId: id, note: 'Looked after', ...answer } });
    }
    const step = /^trust_(payment|deposit|transfer|restore)$/.exec(kind)?.[1];
    if (step !== undefined) {
      await authorizeFor(world, refund.id);
      const body = { amount, currency: 'USD', date: today(), reference: `REF ${step}` };
      await world.ask(`${path}/trust-steps/${step}`, { body });
    }
  }
}

/** As proposed; else forgives what is open; where nothing is, leaves it as it is. */
async function decide(
  world: CampaignWorld,
  what: string,
  obligationId: string,
  { proposed, payingTransactionId }: Pick<Owed, 'proposed' | 'payingTransactionId'>,
): Promise<void> {
  const proposal = proposed === null ? [] : [{ decision: proposed, payingTransactionId }];
  for (const said of [...proposal, { decision: 'credit_note' }, { decision: 'still_due' }]) {
    const { status } = await world.ask(what, { body: { ...said, obligationId } });
    if (status < 400) return;
  }
}

type Owed = Refund['obligations'][number];

/** A lawyer authorizes what its trust money owes: the program may only record it (ADR 31). */
async function authorizeFor({ db, firm }: CampaignWorld, id: string): Promise<void> {
  const refund = { firmId: firm.firmId, refundId: asId<RefundId>(id) };
  await patiently(() => authorizeSteps(db, refund, firm.people.lawyer));
}

/** Lets hours pass for the refund's workflow in a moment. */
export async function letTimePass(
  { client }: Pick<CampaignWorld, 'client'>,
  refund: Pick<Refund, 'id' | 'transactionId'>,
  hours: number,
): Promise<void> {
  const transactionId = asId<TransactionId>(refund.transactionId);
  const workflowId = refundWorkflowId({ transactionId, id: asId<RefundId>(refund.id) });
  // It may be at work just now, or have no worker: it is looked at again anyway.
  await passTime(client, workflowId, hours * 3_600_000).catch(() => undefined);
}

function describe({ status, obligations, closedAt }: Refund): string {
  const open = obligations
    .filter((one) => one.status === 'open')
    .map(({ kind, subject }) => `${kind} ${subject}`);
  return `${status}, ${closedAt === null ? 'open' : 'closed'}, owing ${open.join(', ') || 'nothing'}`;
}
