import { fetchParts } from '#lib/refunds/refund-parts.ts';
import { lookUpNewest, NEWEST, newestOf } from '#lib/live/newest.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ data, params, url, depends }) => {
  depends(NEWEST);
  const { workflow, ...shown } = newestOf(data);
  return {
    ...shown,
    parts: await fetchParts(shown),
    // Data loaded later has the state already, not a promise of it.
    workflow: Promise.resolve(workflow),
    refresh: () => lookUpNewest(data, `/refunds/${params.id}/newest${url.search}`),
  };
};
