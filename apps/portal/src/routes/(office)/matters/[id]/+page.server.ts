import { activityOf } from '#lib/directory/activity.ts';
import { apiFor, dataOf } from '#lib/server/api.ts';
import { loadMoneyOf } from '#lib/server/load-money-of.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { id } = event.params;
  const [matter, money] = await Promise.all([
    dataOf(event, apiFor(event).GET('/v1/directory/matters/{id}', { params: { path: { id } } })),
    loadMoneyOf(event, { matterId: id }),
  ]);
  return { matter, money, activity: activityOf(money.payments, money.refunds) };
};
