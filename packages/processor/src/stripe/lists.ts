// Windows of what was created, newest first. Stripe's times are whole seconds, so a window's ends are too.
import type { CreatedRequest, PageAnswer } from '../lists.ts';
import type { Unavailable, UnreadableRecord } from '../no-answer.ts';
import type { ProcessorPayment, ProcessorRefund } from '../port.ts';
import { bodyOf, unavailable } from './answers.ts';
import { assemble, type Stripe } from './find-payment.ts';
import { readRefund, unreadable } from './refund.ts';
import { get, type Parameters } from './request.ts';
import { wireCharge, wireList, wireNamed } from './wire.ts';

const CHARGE_PARTS: Parameters = [
  ['expand[]', 'data.balance_transaction'],
  ['expand[]', 'data.payment_intent'],
  ['expand[]', 'data.payment_intent.customer'],
  ['expand[]', 'data.refunds'],
];

/** One payment for each charge that was not refused: an intent whose first card failed has several charges. */
export async function listCreatedPayments(
  stripe: Stripe,
  request: CreatedRequest,
): Promise<PageAnswer<ProcessorPayment>> {
  const page = await listCreated(stripe, '/v1/charges', request, CHARGE_PARTS);
  if ('kind' in page) return page;
  const items: ProcessorPayment[] = [];
  const unreadables: UnreadableRecord[] = [];
  const failed: string[] = [];
  for (const json of page.data) {
    const { data: charge, error } = wireCharge.safeParse(json);
    if (charge === undefined) {
      unreadables.push(unreadable(json, 'payment', error.issues[0]?.path.join('.') ?? ''));
      continue;
    }
    if (charge.status === 'failed') {
      failed.push(charge.id);
      continue;
    }
    const { payment_intent: intent } = charge;
    // We asked for the whole of it.
    if (typeof intent === 'string')
      return { kind: 'unavailable', message: 'answered with half of a payment' };
    const read = await assemble(stripe, { charge, intent: intent ?? null });
    if (read.kind === 'unavailable') return read;
    if (read.kind === 'found') items.push(read.payment);
    else unreadables.push(read);
  }
  return { kind: 'page', items, unreadable: unreadables, failed, nextCursor: page.nextCursor };
}

export async function listCreatedRefunds(
  stripe: Stripe,
  request: CreatedRequest,
): Promise<PageAnswer<ProcessorRefund>> {
  const page = await listCreated(stripe, '/v1/refunds', request, []);
  if ('kind' in page) return page;
  const items: ProcessorRefund[] = [];
  const unreadables: UnreadableRecord[] = [];
  for (const json of page.data) {
    const refund = readRefund(json, stripe.account);
    if ('kind' in refund) unreadables.push(refund);
    else items.push(refund);
  }
  return { kind: 'page', items, unreadable: unreadables, nextCursor: page.nextCursor };
}

async function listCreated(
  { server }: Stripe,
  path: string,
  { from, to, cursor, limit }: CreatedRequest,
  parts: Parameters,
): Promise<{ readonly data: readonly unknown[]; readonly nextCursor: string | null } | Unavailable> {
  const answer = await get(server, path, [
    ['created[gte]', secondsOf(from)],
    ['created[lt]', secondsOf(to)],
    ['limit', String(limit)],
    ...(cursor === null ? [] : ([['starting_after', cursor]] as const)),
    ...parts,
  ]);
  const list = wireList.safeParse(bodyOf(answer)).data;
  if (list === undefined) return unavailable(answer);
  if (!list.has_more) return { data: list.data, nextCursor: null };
  const last = wireNamed.safeParse(list.data.at(-1)).data;
  return last === undefined ? unavailable(answer) : { data: list.data, nextCursor: last.id };
}

/** What was created within a second counts as created at its start, for both ends alike. */
function secondsOf(instant: string): string {
  return String(Math.ceil(Date.parse(instant) / 1000));
}
