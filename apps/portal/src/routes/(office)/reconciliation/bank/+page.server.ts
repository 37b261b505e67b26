import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { STATEMENT_BYTES_MAX } from '@makewhole/domain/bank-lines';
import type { ImportRefusal, TypedStatement } from '#lib/bank/import-refusal.ts';
import { readImport } from '#lib/bank/read-import.ts';
import { textOf } from '#lib/forms/text-of.ts';
import { apiFor, dataOf, outcomeOf } from '#lib/server/api.ts';
import { fileOf, sendFile } from '#lib/server/send-file.ts';
import type { Actions, PageServerLoad } from './$types';

const STATEMENTS_SHOWN = 5;

export const load: PageServerLoad = async (event) => {
  const { searchParams } = event.url;
  const cursor = searchParams.get('cursor');
  const api = apiFor(event);
  const query = { ...(cursor !== null && { cursor }) };
  const [matches, statements, accounts, imported] = await Promise.all([
    dataOf(event, api.GET('/v1/bank-matches', { params: { query } })),
    dataOf(event, api.GET('/v1/bank-statements', { params: { query: { limit: STATEMENTS_SHOWN } } })),
    dataOf(event, api.GET('/v1/bank-accounts')),
    findImported(event, searchParams.get('imported')),
  ]);
  return {
    ...{ matches: matches.data, nextCursor: matches.nextCursor },
    ...{ statements: statements.data, accounts: accounts.data },
    imported: imported && { statement: imported, isRepeat: searchParams.has('repeat') },
  };
};

/** The statement that an import led here with; null if there is none, also where somebody made the address up. */
async function findImported(event: RequestEvent, id: string | null) {
  if (id === null) return null;
  const reading = apiFor(event).GET('/v1/bank-statements/{id}', { params: { path: { id } } });
  const outcome = await outcomeOf(event, reading);
  return outcome.ok ? outcome.data : null;
}

export const actions: Actions = {
  import: async (event) => {
    const form = await event.request.formData();
    const { data: accounts } = await dataOf(event, apiFor(event).GET('/v1/bank-accounts'));
    const read = readImport(form, accounts);
    if (!read.ok) return refusedImport(400, read.refusal);
    const { query, typed } = read;
    const file = fileOf(form, 'statement');
    if (file === null) return refusedFile(400, 'Choose the file that the bank gave you.', typed);
    if (file.size > STATEMENT_BYTES_MAX) {
      return refusedFile(413, 'A statement has at most 5 MB. Export a shorter time.', typed);
    }
    const sent = apiFor(event).POST('/v1/bank-statements', {
      params: { query },
      ...sendFile(file, 'text/csv'),
    });
    const outcome = await outcomeOf(event, sent);
    if (!outcome.ok) {
      const { detail, status, renumbering } = outcome.problem;
      return refusedFile(status, detail, typed, renumbering);
    }
    const { id, isRepeat } = outcome.data;
    redirect(
      303,
      `${event.url.pathname}?${new URLSearchParams({ imported: id, ...(isRepeat && { repeat: '1' }) })}`,
    );
  },

  match: async (event) => {
    const form = await event.request.formData();
    const [refundId, trustLineId, operatingLineId] = ['refundId', 'trustLineId', 'operatingLineId'].map(
      (name) => textOf(form, name),
    );
    if (!refundId || !trustLineId || !operatingLineId) {
      return refusedMatch(refundId ?? '', 'Choose one line of each account.', 400);
    }
    const confirming = apiFor(event).POST('/v1/bank-matches', {
      body: { refundId, trustLineId, operatingLineId },
    });
    const outcome = await outcomeOf(event, confirming);
    if (outcome.ok) redirect(303, event.url.pathname);
    return refusedMatch(refundId, outcome.problem.detail, outcome.problem.status);
  },
};

function refusedFile(
  status: number,
  fault: string,
  typed: TypedStatement,
  renumbering?: ImportRefusal['renumbering'],
) {
  return refusedImport(status, { field: 'statement', fault, renumbering, typed });
}

function refusedImport(status: number, refusal: ImportRefusal) {
  return fail(status, { importing: refusal, matching: null });
}

/** `about`: the refund whose match was refused. */
function refusedMatch(about: string, fault: string, status: number) {
  return fail(status, { importing: null, matching: { about, fault } });
}
