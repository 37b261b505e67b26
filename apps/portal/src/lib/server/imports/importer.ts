import { error, type RequestEvent } from '@sveltejs/kit';
import { apiFor, dataOf } from '../api.ts';
import { findImport, type FileImport } from './file-imports.ts';

/** The person who asks, who must be allowed to bring data in. @returns their ID @throws error page for others */
export async function importerOf(event: RequestEvent): Promise<string> {
  const me = await dataOf(event, apiFor(event).GET('/v1/me'));
  if (!me.actions.includes('data.import')) error(403, 'Only an owner can bring data in.');
  return me.principal.id;
}

/** The import that the address names; null if it has ended. */
export async function importAt(
  event: RequestEvent & { readonly params: { readonly id: string } },
): Promise<FileImport | null> {
  return findImport(event.params.id, await importerOf(event), new Date());
}
