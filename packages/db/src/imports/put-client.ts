import { and, eq } from 'drizzle-orm';
import { newId } from '../new-id.ts';
import { clients } from '../schema/matters.ts';
import {
  judgeStatement,
  type IfMatch,
  type Importing,
  type NotReplaced,
  type Written,
} from './import-row.ts';

export type ClientStatement = {
  /** The client's ID in the firm's own system. */
  readonly externalId: string;
  readonly name: string;
  readonly email: string | null;
  readonly closed: boolean;
  /** When the firm's own system said it. */
  readonly asOf: Date;
};

/** Replaces a client by what the firm's own system says. */
export async function putClient(
  importing: Importing,
  statement: ClientStatement & { readonly ifMatch: IfMatch },
): Promise<Written | NotReplaced> {
  return (await writeClient(importing, statement)).verdict;
}

type WrittenClient = Omit<ClientStatement, 'closed'> & {
  /** Left out by what does not say it: a client that was closed stays so. */
  readonly closed?: boolean;
  readonly ifMatch: IfMatch;
};

/** As a part of another import. @returns the client's own ID, also where a newer statement stands; null if it has none */
export async function writeClient(
  { tx, by: { firmId }, record }: Importing,
  { externalId, asOf, ifMatch, name, email, closed }: WrittenClient,
): Promise<{ readonly clientId: string | null; readonly verdict: Written | NotReplaced }> {
  const [row] = await tx
    .select()
    .from(clients)
    .where(and(eq(clients.firmId, firmId), eq(clients.externalId, externalId)));
  const standing =
    row === undefined
      ? null
      : { content: { name: row.name, email: row.email, closed: row.closed }, asOf: row.importedAsOf };
  const content = { name, email, closed: closed ?? row?.closed ?? false };
  const verdict = judgeStatement(standing, { content, asOf, ifMatch });
  if (verdict.kind === 'stale' || verdict.kind === 'changed_meanwhile') {
    return { clientId: row?.id ?? null, verdict };
  }
  const clientId = row?.id ?? newId<string>('cl');
  const values = { ...content, importedAsOf: asOf };
  if (row === undefined) await tx.insert(clients).values({ ...values, id: clientId, firmId, externalId });
  else await tx.update(clients).set(values).where(eq(clients.id, clientId));
  if (verdict.kind !== 'unchanged') {
    record({ type: 'client.imported', data: { clientId, externalId } });
  }
  return { clientId, verdict };
}
