import { countToExplain } from '#lib/server/count-to-explain.ts';
import { loadDifferences } from '#lib/server/load-differences.ts';
import type { RequestHandler } from './$types';

/** What the page shows, looked up anew, and the count in the menu with it: the page that follows a comparison asks. */
export const GET: RequestHandler = async (event) => {
  const [shown, toExplain] = await Promise.all([loadDifferences(event), countToExplain(event)]);
  return Response.json({ ...shown, toExplain });
};
