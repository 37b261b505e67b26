import { activityOf } from '#lib/directory/activity.ts';
import { apiFor, dataOf } from '#lib/server/api.ts';
import { loadMoneyOf } from '#lib/server/load-money-of.ts';
import type { PageServerLoad } from './$types';

/** More matters than one client has, and as many as the API lists at once. */
const MATTERS_MAX = 100;

export const load: PageServerLoad = async (event) => {
  const clientId = event.params.id;
  const query = { clientId, limit: MATTERS_MAX };
  const api = apiFor(event);
  const [client, matters, money] = await Promise.all([
    dataOf(event, api.GET('/v1/directory/clients/{id}', { params: { path: { id: clientId } } })),
    dataOf(event, api.GET('/v1/directory/matters', { params: { query } })),
    loadMoneyOf(event, { clientId }),
  ]);
  const activity = activityOf(money.payments, money.refunds);
  return { client, matters: matters.data, hasMore: matters.nextCursor !== null, money, activity };
};
