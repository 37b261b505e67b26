import { lookUpNewest, NEWEST, newestOf } from '#lib/live/newest.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = ({ data, params, url, depends }) => {
  depends(NEWEST);
  const { workflow, ...shown } = newestOf(data);
  return {
    ...shown,
    // Data loaded later has the state already, not a promise of it.
    workflow: Promise.resolve(workflow),
    refresh: () => lookUpNewest(data, `/refunds/${params.id}/newest${url.search}`),
  };
};
