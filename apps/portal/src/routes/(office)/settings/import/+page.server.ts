import { fail, redirect } from '@sveltejs/kit';
import { textOf } from '#lib/forms/text-of.ts';
import { IMPORT_BYTES_MAX, addImport, listImports } from '#lib/server/imports/file-imports.ts';
import { IMPORT_KINDS } from '#lib/server/imports/import-kinds.ts';
import { importerOf } from '#lib/server/imports/importer.ts';
import { tryImport } from '#lib/server/imports/run-import.ts';
import { viewImport } from '#lib/server/imports/view-import.ts';
import { fileOf } from '#lib/server/send-file.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const principalId = await importerOf(event);
  return {
    kinds: IMPORT_KINDS.map(({ name, label, required, optional }) => ({ name, label, required, optional })),
    open: listImports(principalId).map((one) => {
      const { id, kind, fileName, readAt, phase } = viewImport(one);
      return { id, kind, fileName, readAt, phase };
    }),
    chosen: event.url.searchParams.get('kind'),
    hasEnded: event.url.searchParams.has('ended'),
  };
};

export const actions: Actions = {
  preview: async (event) => {
    const principalId = await importerOf(event);
    const form = await event.request.formData();
    const chosen = textOf(form, 'kind');
    const kind = IMPORT_KINDS.find(({ name }) => name === chosen);
    const file = fileOf(form, 'file');
    const refused = (fault: string, status = 400) => fail(status, { fault, chosen });
    if (kind === undefined) return refused('Choose what the file brings in.');
    if (file === null) return refused('Choose a file that has something in it.');
    if (file.size > IMPORT_BYTES_MAX) {
      return refused('A file may have 5 MB here. Split it, or use the makewhole command.', 413);
    }
    const content = Buffer.from(await file.arrayBuffer());
    const readAt = new Date();
    const read = kind.read(content, readAt.toISOString());
    if (!read.ok) return refused(read.fault);
    const wanted = { principalId, kind, fileName: file.name, content, readAt, file: read.file };
    const outcome = addImport(wanted);
    if (outcome.kind !== 'added') return refused(NOT_ADDED[outcome.kind], 409);
    tryImport(event, outcome.added);
    redirect(303, `/settings/import/${outcome.added.id}`);
  },
};

const NOT_ADDED = {
  one_runs: 'Your last import is still at work. Open it below, and come back when it is done.',
  no_room: 'Too many files are being imported right now. Try again in a few minutes.',
};
