import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { CONNECTION_MODES } from '@makewhole/domain/connections';
import type { Connection, ConnectionSync, NewConnection } from '#lib/api-types.ts';
import {
  findChangeFaults,
  findConnectionFaults,
  findCredentialFaults,
  readChanges,
  readCredentials,
  readNewConnection,
  type ConnectionValues,
  type CredentialValues,
} from '#lib/connections/connection-values.ts';
import { textOf } from '#lib/forms/text-of.ts';
import { proofFaultOf, proofMissing } from '#lib/people/step-up.ts';
import { apiFor, dataOf, outcomeOf, type Outcome } from '#lib/server/api.ts';
import { findSyncs } from '#lib/server/connection-syncs.ts';
import type { Actions, PageServerLoad } from './$types';

/** Longer than the API takes at most (20 s): giving up earlier would hide that it stored the key. */
const CHECK_TIMEOUT_MS = 30_000;

export const load: PageServerLoad = async (event) => {
  const { data } = await dataOf(event, apiFor(event).GET('/v1/connections'));
  const syncs = await findSyncs(event, data);
  return { connections: data, syncs, saved: event.url.searchParams.get('saved') };
};

export const actions: Actions = {
  add: async (event) => {
    const form = await event.request.formData();
    const values = readNewConnection(form);
    const credentials = readCredentials(form);
    const errors = { ...findConnectionFaults(values), ...findCredentialFaults(values, credentials) };
    const refused = { part: 'add', of: values.kind, values };
    const body = bodyOf(values, credentials);
    if (Object.keys(errors).length > 0 || body === null) return fail(400, { ...refused, errors });
    return submit(event, { form, refused }, () =>
      apiFor(event, CHECK_TIMEOUT_MS).POST('/v1/connections', { body }),
    );
  },

  change: async (event) => {
    const form = await event.request.formData();
    const changes = readChanges(form);
    const id = textOf(form, 'id');
    const errors = findChangeFaults(changes);
    const refused = { part: 'change', of: id, changes };
    if (Object.keys(errors).length > 0) return fail(400, { ...refused, errors });
    return submit(event, { form, refused }, () =>
      apiFor(event).PATCH('/v1/connections/{id}', { params: { path: { id } }, body: changes }),
    );
  },

  replace: async (event) => {
    const form = await event.request.formData();
    const credentials = readCredentials(form);
    const id = textOf(form, 'id');
    const mode = CONNECTION_MODES.find((known) => known === textOf(form, 'mode')) ?? null;
    const errors = findCredentialFaults({ kind: textOf(form, 'kind'), mode }, credentials);
    const refused = { part: 'replace', of: id };
    if (Object.keys(errors).length > 0) return fail(400, { ...refused, errors });
    const body = { credentials: asSent(credentials) };
    return submit(event, { form, refused }, () =>
      apiFor(event, CHECK_TIMEOUT_MS).PUT('/v1/connections/{id}/credentials', {
        ...{ params: { path: { id } }, body },
      }),
    );
  },

  turn: async (event) => {
    const form = await event.request.formData();
    const id = textOf(form, 'id');
    const status = textOf(form, 'status') === 'disabled' ? 'disabled' : 'active';
    return submit(event, { form, refused: { part: 'turn', of: id } }, () =>
      apiFor(event).PATCH('/v1/connections/{id}', { params: { path: { id } }, body: { status } }),
    );
  },

  sync: async (event) => {
    const form = await event.request.formData();
    const id = textOf(form, 'id');
    const outcome = await outcomeOf<ConnectionSync>(event, askForSync(event, id, textOf(form, 'act')));
    if (outcome.ok) redirect(303, `/settings/connections#${id}`);
    const { status, detail } = outcome.problem;
    return fail(status, { part: 'sync', of: id, fault: detail });
  },

  confirm: async (event) => {
    const form = await event.request.formData();
    const id = textOf(form, 'id');
    return submit(event, { form, refused: { part: 'confirm', of: id } }, () =>
      apiFor(event).POST('/v1/connections/{id}/confirm', { params: { path: { id } } }),
    );
  },
};

function askForSync(event: RequestEvent, id: string, act: string) {
  const params = { path: { id } };
  if (act === 'pause') return apiFor(event).POST('/v1/connections/{id}/sync/pause', { params });
  if (act === 'resume') return apiFor(event).POST('/v1/connections/{id}/sync/resume', { params });
  return apiFor(event).POST('/v1/connections/{id}/sync', { params, body: { dryRun: false } });
}

type Refused = { readonly part: string; readonly of: string };

/** Confirms who the person is if they typed a proof, then asks the API. @returns the refused form, without its secrets */
async function submit<Form extends Refused>(
  event: RequestEvent,
  { form, refused }: { readonly form: FormData; readonly refused: Form },
  ask: () => Parameters<typeof outcomeOf<Connection>>[1],
) {
  const proofFault = await proofFaultOf(event, form);
  if (proofFault !== null) return fail(422, { ...refused, proofFault });
  const outcome: Outcome<Connection> = await outcomeOf(event, ask());
  if (outcome.ok) redirect(303, `/settings/connections?saved=${outcome.data.id}#${outcome.data.id}`);
  const { status, detail } = outcome.problem;
  const missing = proofMissing(outcome.problem);
  return fail(status, missing === null ? { ...refused, fault: detail } : { ...refused, proofFault: missing });
}

/** As the API takes it; null if something is not said. */
function bodyOf(
  { kind, mode, drawsOn, lossesDebit, ...values }: ConnectionValues,
  credentials: CredentialValues,
): NewConnection | null {
  const { card, ach } = drawsOn;
  if (mode === null || card === undefined || ach === undefined) return null;
  return {
    ...values,
    // The cast: the API refuses a kind that it does not know.
    kind: kind as NewConnection['kind'],
    mode,
    drawsOn: { card, ach },
    lossesDebit: { card: lossesDebit.card ?? 'operating', ach: lossesDebit.ach ?? 'operating' },
    credentials: asSent(credentials),
  };
}

function asSent({ webhookSecrets, ...rest }: CredentialValues) {
  return { ...rest, webhookSecrets: [...webhookSecrets] };
}
