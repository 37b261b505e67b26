import { loadRefund } from '#lib/server/load-refund.ts';
import type { RequestHandler } from './$types';

/** The page's data, loaded again: the page requests it while it follows its refund. */
export const GET: RequestHandler = async (event) => {
  const { workflow, ...shown } = await loadRefund(event);
  return Response.json({ ...shown, workflow: await workflow });
};
