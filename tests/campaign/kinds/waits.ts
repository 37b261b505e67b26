// The processor cannot be asked just when the answer counts: what an earlier refund left behind, a wait of hours, a report
// that comes meanwhile (B1, B17).
import { setTimeout as sleep } from 'node:timers/promises';
import { asId, type RefundId, type TransactionId } from '@makewhole/domain/ids';
import { refundWorkflowId } from '@makewhole/domain/contracts/refund';
import { runUntilClosed, letTimePass, request } from '../run-until-closed.ts';
import { patiently } from '../patience.ts';
import type { Refund } from '../open-firm.ts';
import type { CampaignWorld } from '../world.ts';
import { drawPayment, type Kind } from './kind.ts';

const HOURS_ASKED = 2;
/** Real time in which a loop that nothing holds back would add hundreds of events. */
const WATCHED_MS = 3_000;
const EVENTS_WHILE_WAITING_MAX = 20;
/** As many as one question asks before it gives up for an hour, and some more. */
const LOOK_UPS_AWAY = [13, 20] as const;
/** A question that nobody answers takes three minutes of real time, in which no hours can pass for its workflow. */
const ASKED_AGAIN_MS = 420_000;
const LOOK_EVERY_MS = 500;

const hasFailed = ({ status, closedAt }: Refund) => status === 'failed' && closedAt !== null;

export const WAITS: readonly Kind[] = [
  {
    name: 'earlier_refund_named',
    what: 'after a refund that failed the answer to the next one is lost, and somebody names the first one as it: refused, and the next one takes its own',
    async run(world, draw) {
      const transactionId = await world.pay(drawPayment(draw));
      const earlier = await request(world, transactionId);
      await runUntilClosed(world, earlier.id, {
        until: ({ status }) => status === 'processing',
        leaveUnsettled: true,
      });
      await failAtProcessor(world, transactionId);
      await runUntilClosed(world, earlier.id, { until: hasFailed, leaveUnsettled: true });
      const [first] = await patiently(() => world.company.refunds(transactionId));
      // Late enough for the look-ups to be away before it is noticed.
      await patiently(() => world.company.arm({ kind: 'timeout_after_success', transactionId, ms: 2_000 }));
      const { id } = await request(world, transactionId);
      const times = draw.between(3, 6);
      await patiently(() =>
        world.company.arm({
          kind: 'lookup_unavailable',
          ...world.company.lookupOf({ transactionId, reference: id }),
          times,
        }),
      );
      const until = ({ status }: Refund) => ['outcome_unknown', 'processing'].includes(status);
      const { status } = await runUntilClosed(world, id, { until, leaveUnsettled: true });
      // Where the worker was killed as well, it may have been looked up before.
      if (status === 'outcome_unknown') await nameWrongly(world, id, first?.id ?? '');
      const ended = await runUntilClosed(world, id);
      const made = await patiently(() => world.company.refunds(transactionId));
      const became = made.map((one) => one.status).join();
      if (ended.status !== 'succeeded' || became !== 'failed,succeeded') {
        throw new Error(`${id} is ${ended.status}, and the processor has ${became}`);
      }
      return [transactionId];
    },
  },
  {
    name: 'asked_to_wait_hours',
    what: 'the processor turns the refund away and asks to be called again in two hours: it is, and not before',
    async run(world, draw) {
      const transactionId = await world.pay(drawPayment(draw));
      await patiently(() =>
        world.company.arm({ kind: 'error_429', transactionId, ms: HOURS_ASKED * 3_600_000 }),
      );
      const refund = await request(world, transactionId);
      const isAway = ({ status }: Refund) => status !== 'requested';
      await runUntilClosed(world, refund.id, { until: isAway, leaveUnsettled: true });
      const before = await lengthOfHistory(world, refund);
      await sleep(WATCHED_MS);
      await hasStoodStill(world, refund, before);
      await letTimePass(world, refund, HOURS_ASKED * 0.9);
      const early = await world.find(refund.id);
      // It is unknown where the worker was killed before it heard that it should wait.
      if (early.status === 'processing') throw new Error(`${refund.id} was sent again too early`);
      await letTimePass(world, refund, HOURS_ASKED * 0.2);
      await runUntilClosed(world, refund.id);
      return [transactionId];
    },
  },
  {
    name: 'report_while_away',
    what: 'the credit comes back while the processor cannot be asked, and the last task is done then: it closes once, and hears of it later',
    async run(world, draw) {
      const transactionId = await world.pay({
        parts: [{ of: 'invoice', amount: draw.between(1, 900_00) }],
      });
      const refund = await request(world, transactionId);
      await runUntilClosed(world, refund.id, {
        until: ({ status }) => status === 'succeeded',
        leaveOwed: true,
      });
      const times = draw.between(...LOOK_UPS_AWAY);
      await patiently(() =>
        world.company.arm({ kind: 'lookup_unavailable', transactionId, operation: 'lookup', times }),
      );
      await patiently(() => world.company.returnRefund(transactionId));
      await sleep(draw.between(0, 1_500));
      await letTimePass(world, refund, 0.1);
      await runUntilClosed(world, refund.id);
      const before = await lengthOfHistory(world, refund);
      await sleep(WATCHED_MS);
      await hasStoodStill(world, refund, before);
      for (const endAt = performance.now() + ASKED_AGAIN_MS; performance.now() < endAt;) {
        if ((await world.find(refund.id)).status === 'failed') break;
        await letTimePass(world, refund, 0.6);
        await sleep(LOOK_EVERY_MS);
      }
      await runUntilClosed(world, refund.id, { until: hasFailed });
      return [transactionId];
    },
  },
];

async function failAtProcessor(world: CampaignWorld, transactionId: TransactionId): Promise<void> {
  await patiently(async () => {
    const [refund] = await world.company.refunds(transactionId);
    if (refund?.status !== 'failed') await world.company.fail(transactionId);
  });
}

/** Says that it is the one with this processor ID, which is another's. @throws Error where that is not refused */
async function nameWrongly(world: CampaignWorld, id: string, processorReference: string): Promise<void> {
  const body = { outcome: 'refunded', processorReference, note: 'I saw it on their page' };
  const answer = await world.ask<{ readonly code?: string }>(`POST /v1/refunds/${id}/resolve`, { body });
  const { status } = await world.find(id);
  const isRefused = ['refund_not_found_at_processor', 'not_resolvable'].includes(answer.body.code ?? '');
  // Where the look-ups were back already, its own was found, whatever was named.
  if (!isRefused && status !== 'processing') {
    throw new Error(`${id} was said to be ${processorReference}: answered ${answer.text}, and is ${status}`);
  }
}

function handleOf({ client }: CampaignWorld, { id, transactionId }: Refund) {
  const workflowId = refundWorkflowId({
    transactionId: asId<TransactionId>(transactionId),
    id: asId<RefundId>(id),
  });
  return client.workflow.getHandle(workflowId);
}

function lengthOfHistory(world: CampaignWorld, refund: Refund): Promise<number> {
  return patiently(async () => (await handleOf(world, refund).describe()).historyLength);
}

/** @throws Error where it went on by itself while it should wait */
async function hasStoodStill(world: CampaignWorld, refund: Refund, before: number): Promise<void> {
  const grown = (await lengthOfHistory(world, refund)) - before;
  if (grown > EVENTS_WHILE_WAITING_MAX)
    throw new Error(`${refund.id} added ${grown} events while it should wait`);
}
