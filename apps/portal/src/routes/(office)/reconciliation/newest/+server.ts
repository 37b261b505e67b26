import { countToExplain } from '#lib/server/count-to-explain.ts';
import { loadDifferences } from '#lib/server/load-differences.ts';
import type { RequestHandler } from './$types';

/** The page's data, loaded again with the menu's count: the page requests it while it follows a comparison. */
export const GET: RequestHandler = async (event) => {
  const [shown, toExplain] = await Promise.all([loadDifferences(event), countToExplain(event)]);
  return Response.json({ ...shown, toExplain });
};
