// Much of one thing at once: terminated workflows, emails that nobody takes, refused commands, a file that holds its reader.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { asId, type RefundId, type TransactionId } from '@makewhole/domain/ids';
import { refundWorkflowId } from '@makewhole/domain/contracts/refund';
import { call } from '../../integration/api/call.ts';
import { today } from '../../support/today.ts';
import { runUntilClosed, request } from '../run-until-closed.ts';
import { inLanes } from '../in-lanes.ts';
import { patiently } from '../patience.ts';
import type { Refund } from '../open-firm.ts';
import type { CampaignWorld } from '../world.ts';
import { drawPayment, type Kind } from './kind.ts';

const TERMINATED = 300;
const UNTOLD = 40;
const AT_ONCE = 12;
/** Also where other runs take parts of the stack away meanwhile. */
const SETTLED_WITHIN_MS = 120_000;
const REFUSED = [1_000, 2_000] as const;
const NAMED = [150, 300] as const;
const ALIVE_WITHIN_MS = 5_000;

const transactionOf = ({ transactionId }: Refund) => asId<TransactionId>(transactionId);

export const FLOODS: readonly Kind[] = [
  {
    name: 'many_terminated',
    what: `${TERMINATED} workflows are terminated at once: the sweep runs each again from its row`,
    isRare: true,
    async run(world, draw) {
      const amount = draw.between(1, 900_00);
      const refunds = await many(world, TERMINATED, amount);
      await Promise.all(refunds.map((refund) => terminate(world, refund)));
      await inLanes(refunds, AT_ONCE, ({ id }) => runUntilClosed(world, id));
      return refunds.map(transactionOf);
    },
  },
  {
    name: 'silent_mail_server',
    what: `the mail server takes connections and says nothing under ${UNTOLD} refunds: the money does not wait for it`,
    isRare: true,
    async run(world, draw) {
      const amount = draw.between(1, 900_00);
      world.mail.silent(true);
      let refunds: readonly Refund[];
      try {
        refunds = await many(world, UNTOLD, amount);
        const endAt = performance.now() + SETTLED_WITHIN_MS;
        const isPaid = ({ status }: Refund) => status === 'succeeded';
        await inLanes(refunds, AT_ONCE, ({ id }) => runUntilClosed(world, id, { until: isPaid }));
        if (performance.now() > endAt)
          throw new Error('The money waited for a mail server that says nothing');
      } finally {
        world.mail.silent(false);
      }
      await inLanes(refunds, AT_ONCE, ({ id }) => runUntilClosed(world, id));
      return refunds.map(transactionOf);
    },
  },
  {
    name: 'many_refused_commands',
    what: 'a program sends up to two thousand commands that are refused: the refund is settled all the same',
    isRare: true,
    async run(world, draw) {
      const amount = draw.between(2, 900_00);
      const transactionId = await world.pay({ parts: [{ of: 'trust', amount }] });
      const { id } = await request(world, transactionId);
      await runUntilClosed(world, id, { until: ({ status }) => status === 'succeeded', leaveOwed: true });
      const commands = Array.from({ length: draw.between(...REFUSED) }, () => refusable(id, amount, draw));
      await inLanes(commands, AT_ONCE, async ({ what, body }) => {
        const { status, text } = await world.ask(what, { body });
        if (![404, 409, 422].includes(status)) throw new Error(`${what} was answered ${status}: ${text}`);
      });
      const ended = await runUntilClosed(world, id);
      if (ended.status !== 'succeeded') throw new Error(`${id} is ${ended.status}`);
      return [transactionId];
    },
  },
  {
    name: 'many_wrong_names',
    what: 'of an unknown outcome hundreds of wrong IDs are named, which only the workflow can refuse: the refund is settled all the same',
    isRare: true,
    async run(world, draw) {
      const transactionId = await world.pay(drawPayment(draw));
      await patiently(() => world.company.arm({ kind: 'timeout_after_success', transactionId, ms: 2_000 }));
      const { id } = await request(world, transactionId);
      const count = draw.between(...NAMED);
      // At some companies the check before it is a lookup too.
      const isChecked = ({ status }: Refund) => status !== 'requested';
      await runUntilClosed(world, id, { until: isChecked, leaveUnsettled: true });
      await patiently(() =>
        world.company.arm({
          kind: 'lookup_unavailable',
          ...world.company.lookupOf({ transactionId, reference: id }),
          times: count,
        }),
      );
      const isSent = ({ status }: Refund) => !['requested', 'submitting'].includes(status);
      await runUntilClosed(world, id, { until: isSent, leaveUnsettled: true });
      const names = Array.from({ length: count }, () => `re_${randomUUID()}`);
      await inLanes(names, AT_ONCE, (processorReference) => nameWrongly(world, id, processorReference));
      const ended = await runUntilClosed(world, id);
      if (ended.status !== 'succeeded') throw new Error(`${id} is ${ended.status}`);
      return [transactionId];
    },
  },
  {
    name: 'hostile_statement',
    what: 'a bank file is sent that would hold a careless reader for ever: refused, and everybody else is answered meanwhile',
    async run(world, draw) {
      const transactionId = await world.pay(drawPayment(draw));
      const file = draw.oneOf([
        `OFXHEADER:100\r\n\r\n<OFX><${'A'.repeat(60)}-`,
        `<OFX><STMTTRN><TRNAMT>${' '.repeat(900_000)}`,
        `<OFX>${'<A>'.repeat(290_000)}`,
      ]);
      const refused = refusedStatement(world, file);
      const { id } = await request(world, transactionId);
      await isAlive(world);
      await refused;
      await runUntilClosed(world, id);
      return [transactionId];
    },
  },
];

/** As many refunds, each of a payment of its own. */
function many(world: CampaignWorld, count: number, amount: number): Promise<Refund[]> {
  const nths = Array.from({ length: count }, (_, nth) => nth);
  return inLanes(nths, AT_ONCE, async () =>
    request(world, await world.pay({ parts: [{ of: 'unapplied', amount }] })),
  );
}

async function terminate({ client }: CampaignWorld, refund: Refund): Promise<void> {
  const workflowId = refundWorkflowId({
    transactionId: transactionOf(refund),
    id: asId<RefundId>(refund.id),
  });
  await patiently(() => client.workflow.getHandle(workflowId).terminate('fault campaign'));
}

/** A command that such a refund refuses, whose first trust step is open. */
function refusable(id: string, amount: number, draw: Parameters<Kind['run']>[1]) {
  const step = { currency: 'USD', date: today(), reference: 'CHK 1' };
  const noSuch = `obl_${'0'.repeat(32)}`;
  const [path, body] = draw.oneOf<readonly [string, object]>([
    ['trust-steps/transfer', { ...step, amount }],
    ['trust-steps/payment', { ...step, amount: amount - 1 }],
    ['attention', { obligationId: noSuch, note: 'Looked after' }],
    ['resolve', { outcome: 'look_again', note: 'A guess' }],
    ['cancel', {}],
  ]);
  return { what: `POST /v1/refunds/${id}/${path}`, body };
}

/** Once the look-ups are back, its own is found, whatever was named. */
async function nameWrongly(world: CampaignWorld, id: string, processorReference: string): Promise<void> {
  const body = { outcome: 'refunded', processorReference, note: 'I saw it on their page' };
  const { status, text } = await world.ask(`POST /v1/refunds/${id}/resolve`, { body });
  if (![200, 409, 422].includes(status))
    throw new Error(`${processorReference} was answered ${status}: ${text}`);
}

/** Where another is being read, it is sent again. */
async function refusedStatement(world: CampaignWorld, file: string): Promise<void> {
  await patiently(async () => {
    const { status, body, text } = await call(world.dev.api, 'POST /v1/bank-statements?account=trust', {
      key: world.apiKey,
      body: file,
      headers: { 'content-type': 'text/plain' },
    });
    if (status === 429 || status >= 500) throw new Error(text);
    if (body.code !== 'statement_unreadable')
      throw new Error(`The bank file was answered ${status}: ${text}`);
  });
}

/** Asked a few times while the file is being read; killed by other runs, it is asked again. */
async function isAlive({ dev }: CampaignWorld): Promise<void> {
  for (let times = 0; times < 5; times += 1) {
    await patiently(() => fetch(`${dev.api}/livez`, { signal: AbortSignal.timeout(ALIVE_WITHIN_MS) }));
    await sleep(50);
  }
}
