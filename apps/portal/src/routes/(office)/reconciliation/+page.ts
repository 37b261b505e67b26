import { lookUpNewest, NEWEST, newestOf } from '#lib/live/newest.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = ({ data, url, depends }) => {
  depends(NEWEST);
  return { ...newestOf(data), refresh: () => lookUpNewest(data, `/reconciliation/newest${url.search}`) };
};
