// One search over pages, payments, refunds, matters and clients, for the palette and its page without scripts.
import type { RequestEvent } from '@sveltejs/kit';
import { formatMoney, money, type Currency } from '@makewhole/domain/money';
import type { Me, Payment, Refund } from '#lib/api-types.ts';
import { clientUrl, matterUrl } from '#lib/directory/directory-urls.ts';
import { findCommand } from '#lib/palette/find-command.ts';
import { PALETTE, type Hit, type HitGroup } from '#lib/palette/hits.ts';
import { findPlaces } from '#lib/palette/places.ts';
import { paymentUrl } from '#lib/payments/payment-url.ts';
import { formatDay } from '#lib/time/format.ts';
import { apiFor, outcomeOf, type Outcome } from './api.ts';

export const SEARCH_LENGTH_MAX = 200;

/** @param most how many of each kind */
export async function searchAll(
  event: RequestEvent,
  q: string,
  { me, most }: { readonly me: Me; readonly most: number },
): Promise<{ readonly groups: HitGroup[]; readonly isComplete: boolean }> {
  const command = me.actions.includes('refund.request') ? findCommand(q) : null;
  const pages = { title: PALETTE.pages, hits: findPlaces(q, me.actions).slice(0, most) };
  const actions = { title: PALETTE.actions, hits: command === null ? [] : [command] };
  // A command names one ID, exactly: nothing like it is searched for beside it.
  if (q === '' || command !== null) return { groups: shown([actions, pages]), isComplete: true };
  const query = { q, limit: most };
  const api = apiFor(event);
  const params = { params: { query } };
  const [payments, refunds, matters, clients] = await Promise.all([
    outcomeOf(event, api.GET('/v1/payments', { params: { query: { ...query, type: 'sale' as const } } })),
    outcomeOf(event, api.GET('/v1/refunds', params)),
    outcomeOf(event, api.GET('/v1/directory/matters', params)),
    outcomeOf(event, api.GET('/v1/directory/clients', params)),
  ]);
  const { timeZone } = me.firm;
  const groups = [
    pages,
    { title: PALETTE.payments, hits: rowsOf(payments).map((one) => paymentHit(one, timeZone)) },
    { title: PALETTE.refunds, hits: rowsOf(refunds).map((one) => refundHit(one, timeZone)) },
    {
      title: PALETTE.matters,
      hits: rowsOf(matters).map(({ id, number, name, client }) => ({
        ...{ href: matterUrl(id), label: name, detail: `${number} · ${client.name}` },
      })),
    },
    {
      title: PALETTE.clients,
      hits: rowsOf(clients).map(({ id, name, email }) => ({
        ...{ href: clientUrl(id), label: name, detail: email ?? '' },
      })),
    },
  ];
  const isComplete = [payments, refunds, matters, clients].every(({ ok }) => ok);
  return { groups: shown(groups), isComplete };
}

function rowsOf<Row>(outcome: Outcome<{ readonly data: readonly Row[] }>): readonly Row[] {
  return outcome.ok ? outcome.data.data : [];
}

function paymentHit({ transactionId, payer, matter, ...payment }: Payment, timeZone: string): Hit {
  const facts = [formatDay(payment.createdAt, timeZone), matter?.number, `••${payment.last4}`, transactionId];
  return {
    href: paymentUrl(transactionId),
    label: `${dollars(payment)} from ${payer.name}`,
    detail: facts.filter(Boolean).join(' · '),
  };
}

function refundHit({ id, payer, matter, ...refund }: Refund, timeZone: string): Hit {
  const facts = [formatDay(refund.requestedAt, timeZone), matter?.number, refund.reason];
  return {
    href: `/refunds/${id}`,
    label: `Refund of ${dollars(refund)} to ${payer.name}`,
    detail: facts.filter(Boolean).join(' · '),
  };
}

function dollars({ amount, currency }: { readonly amount: number; readonly currency: Currency }): string {
  return formatMoney(money(amount), currency);
}

function shown(groups: readonly HitGroup[]): HitGroup[] {
  return groups.filter(({ hits }) => hits.length > 0);
}
