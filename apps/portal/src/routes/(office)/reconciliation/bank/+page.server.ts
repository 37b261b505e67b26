import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { STATEMENT_BYTES_MAX } from '@makewhole/domain/bank-lines';
import { textOf } from '#lib/forms/text-of.ts';
import { apiFor, dataOf, outcomeOf } from '#lib/server/api.ts';
import { fileOf, sendFile } from '#lib/server/send-file.ts';
import type { Actions, PageServerLoad } from './$types';

const STATEMENTS_SHOWN = 5;

export const load: PageServerLoad = async (event) => {
  const cursor = event.url.searchParams.get('cursor');
  const api = apiFor(event);
  const query = { ...(cursor !== null && { cursor }) };
  const [matches, statements, accounts] = await Promise.all([
    dataOf(event, api.GET('/v1/bank-matches', { params: { query } })),
    dataOf(event, api.GET('/v1/bank-statements', { params: { query: { limit: STATEMENTS_SHOWN } } })),
    dataOf(event, api.GET('/v1/bank-accounts')),
  ]);
  return {
    ...{ matches: matches.data, nextCursor: matches.nextCursor },
    ...{ statements: statements.data, accounts: accounts.data },
  };
};

export const actions: Actions = {
  import: async (event) => {
    const form = await event.request.formData();
    const { data: accounts } = await dataOf(event, apiFor(event).GET('/v1/bank-accounts'));
    const account = accounts.find(({ id }) => id === form.get('account'));
    const file = fileOf(form, 'statement');
    if (account === undefined) return refused('import', 'Choose the account that the statement is of.', 400);
    if (file === null) return refused('import', 'Choose the file that the bank gave you.', 400);
    if (file.size > STATEMENT_BYTES_MAX) {
      return refused('import', 'A statement has at most 5 MB. Export a shorter time.', 413);
    }
    const sent = apiFor(event).POST('/v1/bank-statements', {
      params: { query: { account: account.kind, bankAccountId: account.id } },
      ...sendFile(file, 'text/csv'),
    });
    const outcome = await outcomeOf(event, sent);
    return outcome.ok ? backTo(event) : refused('import', outcome.problem.detail, outcome.problem.status);
  },

  match: async (event) => {
    const form = await event.request.formData();
    const [refundId, trustLineId, operatingLineId] = ['refundId', 'trustLineId', 'operatingLineId'].map(
      (name) => textOf(form, name),
    );
    if (!refundId || !trustLineId || !operatingLineId) {
      return refused(refundId ?? '', 'Choose one line of each account.', 400);
    }
    const confirming = apiFor(event).POST('/v1/bank-matches', {
      body: { refundId, trustLineId, operatingLineId },
    });
    const outcome = await outcomeOf(event, confirming);
    return outcome.ok ? backTo(event) : refused(refundId, outcome.problem.detail, outcome.problem.status);
  },
};

function backTo({ url }: RequestEvent): never {
  redirect(303, url.pathname);
}

/** `about`: the refund whose match was refused, or import. */
function refused(about: string, fault: string, status: number) {
  return fail(status, { refusal: { about, fault } });
}
