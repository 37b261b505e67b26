import { lookUpNewest, NEWEST, newestOf } from '#lib/live/newest.ts';
import { paymentUrl } from '#lib/payments/payment-url.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = ({ data, params, depends }) => {
  depends(NEWEST);
  return {
    ...newestOf(data),
    refresh: () => lookUpNewest(data, `${paymentUrl(params.transactionId)}/newest`),
  };
};
