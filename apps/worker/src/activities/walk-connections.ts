// The companies' lists, one connection of the firm after the other. A cursor of the first connection is its list's own, as it
// was before firms had several, and the one of any other begins with the connection's ID.
import {
  findConnection,
  listConnections,
  type ConnectionView,
} from '@makewhole/db/connections/find-connection';
import type { Db } from '@makewhole/db/connect';
import type { FirmId } from '@makewhole/domain/ids';
import type { Unavailable } from '@makewhole/processor/no-answer';
import { unavailable } from './unavailable.ts';

export type WalkPlace = {
  readonly connection: ConnectionView;
  /** In the connection's own list; null for its first page. */
  readonly cursor: string | null;
  /** The walk's next cursor after a page whose list goes on at `cursor`, or is over at null; null at the walk's end. */
  readonly after: (cursor: string | null) => string | null;
};

const BEHIND_ID = '|';

/** Where a cursor stands; null if the firm has no connection yet that anything can have gone through. */
export async function findWalkPlace(
  db: Db,
  { firmId, cursor }: { readonly firmId: FirmId; readonly cursor: string | null },
): Promise<WalkPlace | null> {
  const walked = (await listConnections(db, firmId)).filter(({ status }) => status !== 'new');
  const startOf = ({ id }: ConnectionView) => `${id}${BEHIND_ID}`;
  const named = walked.findIndex((one) => cursor?.startsWith(startOf(one)) === true);
  const index = Math.max(named, 0);
  const connection = walked[index];
  if (connection === undefined) return null;
  const own = named === -1 ? cursor : (cursor?.slice(startOf(connection).length) ?? null);
  const next = walked[index + 1];
  return {
    connection,
    cursor: own === '' ? null : own,
    after: (following) => {
      if (following !== null) return index === 0 ? following : startOf(connection) + following;
      return next === undefined ? null : startOf(next);
    },
  };
}

/**
 * What to do without a company's answer. One that refuses the firm's credentials does not stop the others, and the run could
 * not look at everything; one that the firm uses no more may be gone for good.
 * @returns whether something was missed
 * @throws ApplicationFailure where asking again helps
 */
export async function passOver(
  db: Db,
  { firmId, id: connectionId }: Pick<ConnectionView, 'firmId' | 'id'>,
  answer: Unavailable,
): Promise<boolean> {
  const connection = await findConnection(db, { firmId, connectionId });
  if (connection?.status !== 'broken' && connection?.status !== 'disabled') throw unavailable(answer);
  return connection.status === 'broken';
}
