import { redirect } from '@sveltejs/kit';
import { reportTable } from '@makewhole/client/imports/report-table';
import { csvText } from '@makewhole/domain/csv-text';
import { badRowsOf } from '#lib/server/imports/file-imports.ts';
import { importAt } from '#lib/server/imports/importer.ts';
import type { RequestHandler } from './$types';

/** Every row that cannot be taken, with what to do. */
export const GET: RequestHandler = async (event) => {
  const found = await importAt(event);
  if (found === null) redirect(303, '/settings/import?ended');
  return new Response(csvText(reportTable(badRowsOf(found)), { bom: true }), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="makewhole-bad-rows.csv"',
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
    },
  });
};
