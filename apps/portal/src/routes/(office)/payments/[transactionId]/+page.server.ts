import { apiFor, dataOf } from '#lib/server/api.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { transactionId } = event.params;
  const payment = apiFor(event).GET('/v1/payments/{transactionId}', { params: { path: { transactionId } } });
  return { payment: await dataOf(event, payment) };
};
