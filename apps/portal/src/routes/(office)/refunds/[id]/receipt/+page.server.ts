import { loadReceipt } from '#lib/server/load-receipt.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  refundId: event.params.id,
  receipt: await loadReceipt(event),
});
