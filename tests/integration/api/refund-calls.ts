// What a program does with refunds over the API, with a real workflow at the other end.
import { expect, inject } from 'vitest';
import { startApi } from '@makewhole/api/start-api';
import { asId, type RefundId } from '@makewhole/domain/ids';
import { createLogger } from '@makewhole/runtime/logger';
import { authorizeSteps } from '../../support/authorize-steps.ts';
import { createRefundWorld } from '../../support/refund-world.ts';
import type { WantedPayment } from '../../support/small-firm.ts';
import { apiSettings, giveKey } from './api-world.ts';
import { askForRefund, call, type Answer, type Schemas } from './call.ts';

type Refund = Schemas['Refund'];
/** A refund, or a problem's code. */
export type RefundOrCode = Refund & Pick<Schemas['Problem'], 'code'>;

export type RefundApi = Awaited<ReturnType<typeof createRefundApi>>;

/** An API over a refund world of its own, and a key for it. @param more settings of the API beside the world's */
export async function createRefundApi(more: Readonly<Record<string, string>> = {}) {
  const world = await createRefundWorld();
  const settings = apiSettings({
    DATABASE_URL: world.databaseUrl,
    PROCESSOR_URL: world.sandbox.url,
    TEMPORAL_ADDRESS: inject('temporalAddress'),
    TASK_QUEUE: world.taskQueue,
    ...more,
  });
  const api = await startApi(settings, createLogger('api', 'silent'));
  const { url } = api;
  const key = await giveKey(world.db, world.firm);

  const get = async (id: string) => (await call<Refund>(url, `GET /v1/refunds/${id}`, { key })).body;

  /** Waits, as a program would, until the refund is as the test says. */
  async function seen(id: string, isIt: (refund: Refund) => boolean): Promise<Refund> {
    await expect.poll(async () => isIt(await get(id)), { timeout: 20_000 }).toBe(true);
    return get(id);
  }

  /** A lawyer authorizes what its trust money owes now: the key may only record it. */
  const authorize = ({ id }: Pick<Refund, 'id'>): Promise<void> => {
    const { firmId, people } = world.firm;
    return authorizeSteps(world.db, { firmId, refundId: asId<RefundId>(id) }, people.lawyer);
  };

  return {
    world,
    url,
    key,
    get,
    seen,
    post: <Body = Schemas['Problem']>(id: string, what: string, body: unknown) =>
      call<Body>(url, `POST /v1/refunds/${id}/${what}`, { key, body }),
    refundOf: async (wanted: WantedPayment): Promise<Refund> => {
      const transactionId = await world.pay(wanted);
      const { status, body } = await askForRefund({ url, key }, { transactionId });
      expect(status).toBe(202);
      return seen(body.id, isBooked);
    },
    /** The same, and paid out, so that its trust steps are owed, which a lawyer has authorized. */
    paidRefundOf: async (wanted: WantedPayment): Promise<Refund> => {
      const transactionId = await world.pay(wanted);
      const { body } = await askForRefund({ url, key }, { transactionId });
      await seen(body.id, isBooked);
      await world.sandbox.settle(transactionId);
      await world.tell(await world.find(asId<RefundId>(body.id)));
      const refund = await seen(body.id, ({ status }) => status === 'succeeded');
      await authorize(refund);
      return refund;
    },
    authorize,
    settle: async ({ id, transactionId }: Refund): Promise<void> => {
      await world.sandbox.settle(transactionId);
      await world.tell(await world.find(asId<RefundId>(id)));
      await seen(id, ({ status }) => status === 'succeeded');
    },
    stop: async () => {
      await api.stop();
      await world.stop();
    },
  };
}

/** The processor has it, and what follows from that is booked and owed. */
function isBooked({ status, legs, postings, obligations }: Refund): boolean {
  const isTrust = legs.every(({ account }) => account === 'trust');
  return status === 'processing' && (isTrust ? postings.length > 0 : obligations.length > 0);
}

export const codeOf = ({ status, body }: Answer<{ code: string }>) => [status, body.code];
