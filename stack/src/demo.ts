// npm run demo: refunds a seeded card payment through the API, as any integrator would, and prints its timeline to the
// end. A person decides about the invoice; the demo plays that person.
import { randomUUID } from 'node:crypto';
import { createMakewholeClient, type MakewholeClient } from '@makewhole/client/create-client';
import type { components, paths } from '@makewhole/client/schema';
import { formatMoney, money } from '@makewhole/domain/money';
import { dataPaths } from './data-folder.ts';
import { readDevFile, type DevFile } from './dev-file.ts';
import { describeError, StackError } from './stack-error.ts';

type Payment = components['schemas']['Payment'];
type PaymentQuery = NonNullable<paths['/v1/payments']['get']['parameters']['query']>;
type Refund = components['schemas']['Refund'];

const FOLLOW_MAX_MS = 5 * 60_000;
const WAIT_SECONDS = 20;
const PAGES_MAX = 10;

try {
  const dev = readDevFile(dataPaths(process.env));
  await refundOne(createMakewholeClient({ baseUrl: dev.api, apiKey: dev.apiKey }), dev);
} catch (error) {
  // What fetch throws if nobody answers; an API refusal is never thrown.
  const unreachable = error instanceof TypeError && error.message === 'fetch failed';
  console.error(unreachable ? 'The API does not answer: is npm start still running?' : describeError(error));
  process.exitCode = 1;
}

async function refundOne(client: MakewholeClient, dev: DevFile): Promise<void> {
  const payment = await findRefundable(client);
  const amount = formatMoney(money(payment.amount), payment.currency);
  console.log(
    `Refunding ${amount} to ${payment.payer.name} (card ending ${payment.last4}), payment ${payment.transactionId}`,
  );
  const refund = await request(client, payment.transactionId);
  console.log(`Refund ${refund.id}, expected from ${refund.expected.earliest} to ${refund.expected.latest}`);
  console.log(`  to watch it: ${dev.portal}/refunds/${refund.id}`);
  console.log(`  its workflow: ${refund.workflow.id}`);
  const end = await follow(client, refund, dev);
  console.log('\nThe books:');
  for (const posting of end.postings)
    console.log(`  ${posting.step.padEnd(20)} ${describeEntries(posting.entries)}`);
  console.log(`\nDone: ${amount} is back with ${payment.payer.name}. Who was told: ${dev.mail}`);
}

/** An operating card payment that is refundable now: the seed has several, so the demo can be repeated. */
async function findRefundable(client: MakewholeClient): Promise<Payment> {
  let query: PaymentQuery = { type: 'sale', limit: 100 };
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const { data, nextCursor } = valueOf(await client.GET('/v1/payments', { params: { query } }));
    const found = data.find(isForTheDemo);
    if (found) return found;
    if (nextCursor === null) break;
    query = { ...query, cursor: nextCursor };
  }
  throw new StackError(
    'No seeded card payment is left to refund: stop the stack, npm run reset, and start it again.',
  );
}

function isForTheDemo(payment: Payment): boolean {
  const operating = payment.legs.every((leg) => leg.account === 'operating');
  return payment.method === 'card' && operating && payment.eligibility.refundable;
}

async function request(client: MakewholeClient, transactionId: string): Promise<Refund> {
  const preview = valueOf(await client.POST('/v1/refunds/preview', { body: { transactionId } }));
  return valueOf(
    await client.POST('/v1/refunds', {
      params: { header: { 'Idempotency-Key': randomUUID() } },
      body: {
        transactionId,
        reason: 'Paid twice by mistake (npm run demo)',
        previewHash: preview.previewHash,
      },
    }),
  );
}

/** Prints events until the refund is closed; returns it in its final state. */
async function follow(client: MakewholeClient, asked: Refund, dev: DevFile): Promise<Refund> {
  const deadline = Date.now() + FOLLOW_MAX_MS;
  let shown: string | undefined;
  let etag: string | undefined;
  let decided = false;
  while (Date.now() < deadline) {
    const header = etag === undefined ? {} : { 'If-None-Match': etag, Prefer: `wait=${WAIT_SECONDS}` };
    const answer = await client.GET('/v1/refunds/{id}', { params: { path: { id: asked.id }, header } });
    if (answer.response.status === 304) continue;
    const refund = valueOf(answer);
    etag = answer.response.headers.get('etag') ?? undefined;
    shown = await printEventsAfter(client, asked, shown);
    if (refund.closedAt !== null) return refund;
    if (refund.failure !== null)
      throw new StackError(`It ended as ${refund.status}: ${refund.failure.message}`);
    if (refund.status === 'succeeded' && !decided) {
      await decideInvoices(client, refund);
      decided = true;
    }
  }
  throw new StackError(
    `It is not closed after ${FOLLOW_MAX_MS / 60_000} minutes: see ${dev.portal}/refunds/${asked.id}. With ` +
      `SANDBOX_SETTLE_AFTER_MS=0 the payment company waits for POST ${dev.sandbox}/control/settle.`,
  );
}

/** Returns the cursor of the last event shown. */
async function printEventsAfter(
  client: MakewholeClient,
  { id, requestedAt }: Refund,
  cursor: string | undefined,
): Promise<string | undefined> {
  const query = cursor === undefined ? {} : { cursor };
  const page = valueOf(await client.GET('/v1/refunds/{id}/events', { params: { path: { id }, query } }));
  // Only a request for a stream gets text.
  const data = typeof page === 'string' ? [] : page.data;
  for (const event of data) {
    const seconds = (Date.parse(event.at) - Date.parse(requestedAt)) / 1000;
    const about = typeof event.data.kind === 'string' ? `: ${event.data.kind}` : '';
    console.log(`${seconds.toFixed(1).padStart(7)} s  ${event.type}${about}`);
  }
  return data.at(-1)?.id ?? cursor;
}

async function decideInvoices(client: MakewholeClient, { id, obligations }: Refund): Promise<void> {
  const open = obligations.filter((one) => one.kind === 'invoice_decision' && one.status === 'open');
  for (const { id: obligationId, summary } of open) {
    console.log(`           A person decides (${summary}): still due`);
    const body = { decision: 'still_due', obligationId, note: 'Decided by npm run demo' } as const;
    valueOf(await client.POST('/v1/refunds/{id}/invoice-decision', { params: { path: { id } }, body }));
  }
}

function describeEntries(entries: Refund['postings'][number]['entries']): string {
  return entries.map(({ account, amount }) => `${account} ${formatMoney(money(amount), 'USD')}`).join(', ');
}

type Problem = components['schemas']['Problem'];

function valueOf<T>(answer: { data?: T; error?: Problem | undefined; response: Response }): T {
  if (answer.data !== undefined) return answer.data;
  throw new StackError(
    `The API refused (${answer.response.status}): ${answer.error?.detail ?? 'without saying why'}`,
  );
}
