import { findClientById, searchClients } from '@makewhole/db/directory/client-list';
import { findMatter, searchMatters, type MatterSummary } from '@makewhole/db/directory/matter-list';
import { asId, type MatterId } from '@makewhole/domain/ids';
import { isStorableText } from '@makewhole/domain/storable-text';
import type { App, Caller, Services } from '../context.ts';
import { BAD_CURSOR, problem, type Refusal } from '../http/problems.ts';
import {
  getDirectoryClientRoute,
  getDirectoryMatterRoute,
  searchClientsRoute,
  searchMattersRoute,
} from './routes.ts';
import type { DirectoryMatterBody } from './schemas.ts';

const NO_MATTER: Refusal = { code: 'matter_not_found', detail: 'Your firm has no matter with this ID.' };
const NO_CLIENT: Refusal = { code: 'client_not_found', detail: 'Your firm has no client with this ID.' };

export function addDirectoryHandlers(app: App, { db }: Services): void {
  app.openapi(searchMattersRoute, async (c) => {
    const caller = c.get('caller');
    const { clientId, ...query } = c.req.valid('query');
    const page = await searchMatters(db, {
      ...query,
      firmId: caller.firmId,
      // Text that the database cannot hold names no client.
      clientId: clientId === undefined || isStorableText(clientId) ? clientId : '',
    });
    if (page.kind === 'bad_cursor') return problem(c, BAD_CURSOR);
    return c.json(
      { data: page.data.map((matter) => matterBody(matter, caller)), nextCursor: page.nextCursor },
      200,
    );
  });

  app.openapi(getDirectoryMatterRoute, async (c) => {
    const caller = c.get('caller');
    const { id } = c.req.valid('param');
    if (!isStorableText(id)) return problem(c, NO_MATTER);
    const found = await findMatter(db, { firmId: caller.firmId, matterId: asId<MatterId>(id) });
    if (found === null) return problem(c, NO_MATTER);
    const people = found.people.map((person) => ({ ...person }));
    return c.json({ ...matterBody(found, caller), people }, 200);
  });

  app.openapi(searchClientsRoute, async (c) => {
    const page = await searchClients(db, { ...c.req.valid('query'), firmId: c.get('caller').firmId });
    if (page.kind === 'bad_cursor') return problem(c, BAD_CURSOR);
    return c.json({ data: [...page.data], nextCursor: page.nextCursor }, 200);
  });

  app.openapi(getDirectoryClientRoute, async (c) => {
    const { firmId } = c.get('caller');
    const { id } = c.req.valid('param');
    const found = isStorableText(id) ? await findClientById(db, { firmId, clientId: id }) : null;
    return found === null ? problem(c, NO_CLIENT) : c.json(found, 200);
  });
}

/** What a client has in trust is for those who read the trust reports. */
function matterBody(
  { id, externalId, number, name, closed, client, trust }: MatterSummary,
  reader: Pick<Caller, 'may'>,
): DirectoryMatterBody {
  return { id, externalId, number, name, closed, client, trust: reader.may('report.read') ? trust : null };
}
