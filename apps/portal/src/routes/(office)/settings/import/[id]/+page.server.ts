import { fail, redirect } from '@sveltejs/kit';
import { importAt } from '#lib/server/imports/importer.ts';
import { badRowsOf } from '#lib/server/imports/file-imports.ts';
import { tryAgain, writeImport } from '#lib/server/imports/run-import.ts';
import { viewImport } from '#lib/server/imports/view-import.ts';
import type { Actions, PageServerLoad } from './$types';

const ENDED = '/settings/import?ended';

export const load: PageServerLoad = async (event) => {
  const found = await importAt(event);
  if (found === null) redirect(303, ENDED);
  return { shown: viewImport(found) };
};

export const actions: Actions = {
  write: async (event) => {
    const found = await importAt(event);
    if (found === null) redirect(303, ENDED);
    const form = await event.request.formData();
    if (badRowsOf(found).length > 0 && form.get('skipBad') !== 'true') {
      return fail(400, {
        fault: 'Say that the rows that cannot be taken are left out, or correct the file.',
      });
    }
    if (found.state.phase !== 'writing' && found.state.phase !== 'written' && !writeImport(event, found)) {
      return fail(409, { fault: 'The preview is not complete yet. Wait until every row was tried.' });
    }
    redirect(303, `/settings/import/${found.id}`);
  },

  /** After a preview that stopped before its end. */
  again: async (event) => {
    const found = await importAt(event);
    if (found === null) redirect(303, ENDED);
    tryAgain(event, found);
    redirect(303, `/settings/import/${found.id}`);
  },
};
