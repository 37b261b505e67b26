import { loadRefund } from '#lib/server/load-refund.ts';
import type { RequestHandler } from './$types';

/** What the page shows, looked up anew: the page that follows its refund asks for it. */
export const GET: RequestHandler = async (event) => {
  const { workflow, ...shown } = await loadRefund(event);
  return Response.json({ ...shown, workflow: await workflow });
};
