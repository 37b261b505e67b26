import { importAt } from '#lib/server/imports/importer.ts';
import { viewImport } from '#lib/server/imports/view-import.ts';
import type { RequestHandler } from './$types';

/** How far it is: the page asks while it is at work. */
export const GET: RequestHandler = async (event) => {
  const found = await importAt(event);
  return found === null ? new Response(null, { status: 404 }) : Response.json(viewImport(found));
};
