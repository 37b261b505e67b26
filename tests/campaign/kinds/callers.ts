// Programs and people ask wrongly, twice, or against each other.
import { randomUUID } from 'node:crypto';
import { asId, type TransactionId } from '@makewhole/domain/ids';
import { runUntilClosed, letTimePass, request, requestOnce } from '../run-until-closed.ts';
import { drawPayment, type Kind } from './kind.ts';

const A_BANK_WEEK_AND_MORE_HOURS = 24 * 12;

export const CALLERS: readonly Kind[] = [
  {
    name: 'same_key_same_body',
    what: 'one request is sent several times at once',
    async run(world, draw) {
      const transactionId = await world.pay(drawPayment(draw));
      const key = randomUUID();
      const times = Array.from({ length: draw.between(2, 6) });
      const refunds = await Promise.all(times.map(() => request(world, transactionId, key)));
      const [id, ...others] = new Set(refunds.map((refund) => refund.id));
      if (id === undefined || others.length > 0) throw new Error('One key gave several refunds');
      await runUntilClosed(world, id);
      return [transactionId];
    },
  },
  {
    name: 'same_key_other_body',
    what: 'a key is used again for another payment',
    async run(world, draw) {
      const [first, second] = [await world.pay(drawPayment(draw)), await world.pay(drawPayment(draw))];
      const key = randomUUID();
      const { id } = await request(world, first, key);
      const { status } = await requestOnce(world, second, key);
      if (status !== 422) throw new Error(`A reused key was answered ${status}`);
      await runUntilClosed(world, id);
      return [first, second];
    },
  },
  {
    name: 'two_admins',
    what: 'several people refund one payment at once, each with a key of their own',
    async run(world, draw) {
      const transactionId = await world.pay(drawPayment(draw));
      const times = Array.from({ length: draw.between(2, 8) });
      const answers = await Promise.all(times.map(() => requestOnce(world, transactionId)));
      const accepted = answers.filter(({ status }) => status === 202);
      const refused = answers.filter(({ status }) => status === 409);
      if (accepted.length + refused.length < answers.length) return retryOne();
      if (accepted.length !== 1) throw new Error(`${accepted.length} of ${answers.length} were accepted`);
      await runUntilClosed(world, accepted[0]?.body.id ?? '');
      return [transactionId];

      /** Some part was away: one that asks again finds the refund that stands, or makes it. */
      async function retryOne() {
        const standing = [...accepted, ...refused].map(({ status, body }) =>
          status === 202 ? body.id : (body.refundId ?? ''),
        );
        const id = standing[0] ?? (await request(world, transactionId)).id;
        await runUntilClosed(world, id);
        return [transactionId];
      }
    },
  },
  {
    name: 'near_miss_id',
    what: 'an ID that is cut short, cased otherwise, or one character too long',
    async run(world, draw) {
      const transactionId = await world.pay(drawPayment(draw));
      const near = draw.oneOf([
        transactionId.slice(0, -1),
        transactionId.toUpperCase(),
        `${transactionId}0`,
        ` ${transactionId}`,
      ]);
      const { status } = await world.ask('POST /v1/refunds', {
        body: { transactionId: near, reason: 'Paid twice by mistake' },
        headers: { 'idempotency-key': randomUUID() },
      });
      if (status !== 404) throw new Error(`"${near}" was answered ${status}`);
      return [transactionId, asId<TransactionId>(near)];
    },
  },
  {
    name: 'cancel_races_submission',
    what: 'somebody cancels while it is being handed over',
    async run(world, draw) {
      const transactionId = await world.pay(drawPayment(draw));
      const { id } = await request(world, transactionId);
      await new Promise((resolve) => setTimeout(resolve, draw.between(0, 120)));
      await world.ask(`POST /v1/refunds/${id}/cancel`, { body: {} });
      await runUntilClosed(world, id);
      return [transactionId];
    },
  },
  {
    name: 'trust_step_never_taken',
    what: 'nobody takes the trust steps: reminders, an escalation, and it stays open',
    async run(world, draw) {
      const transactionId = await world.pay({ parts: [{ of: 'trust', amount: draw.between(1, 900_00) }] });
      const { id } = await request(world, transactionId);
      const isSettled = ({ status }: { status: string }) => status === 'succeeded';
      const refund = await runUntilClosed(world, id, { until: isSettled, leaveOwed: true });
      await letTimePass(world, refund, A_BANK_WEEK_AND_MORE_HOURS);
      const { obligations, closedAt } = await world.find(id);
      const open = obligations.filter(({ kind, status }) => kind.startsWith('trust_') && status === 'open');
      if (closedAt !== null || open.length !== 3) throw new Error(`${id} forgot its trust steps`);
      return [transactionId];
    },
  },
];
