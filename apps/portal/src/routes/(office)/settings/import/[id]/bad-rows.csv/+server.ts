import { redirect } from '@sveltejs/kit';
import { reportCsv } from '@makewhole/client/imports/report-csv';
import { badRowsOf } from '#lib/server/imports/file-imports.ts';
import { importAt } from '#lib/server/imports/importer.ts';
import type { RequestHandler } from './$types';

/** Every row that cannot be taken, with what to do. */
export const GET: RequestHandler = async (event) => {
  const found = await importAt(event);
  if (found === null) redirect(303, '/settings/import?ended');
  return new Response(reportCsv(badRowsOf(found)), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="bad-rows.csv"',
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
    },
  });
};
