import type { RequestEvent } from '@sveltejs/kit';
import { apiFor, dataOf } from './api.ts';

/** The page shows the newest; the whole list is in Payment History. */
const SHOWN = 25;

/** The newest payments and refunds of a matter or a client. */
export async function loadMoneyOf(
  event: RequestEvent,
  of: { readonly matterId: string } | { readonly clientId: string },
) {
  const api = apiFor(event);
  const query = { ...of, limit: SHOWN };
  const [sales, authorizations, refunds] = await Promise.all([
    dataOf(event, api.GET('/v1/payments', { params: { query: { ...query, type: 'sale' as const } } })),
    dataOf(
      event,
      api.GET('/v1/payments', { params: { query: { ...query, limit: 5, type: 'authorization' as const } } }),
    ),
    dataOf(event, api.GET('/v1/refunds', { params: { query } })),
  ]);
  return {
    payments: sales.data,
    paymentCount: sales.counts.sale,
    authorizations: authorizations.data.filter(({ status }) => status === 'authorized'),
    refunds: refunds.data,
    refundCount: refunds.count,
  };
}
