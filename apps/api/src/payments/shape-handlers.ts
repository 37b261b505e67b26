import { listConnections } from '@makewhole/db/connections/find-connection';
import { isInUse } from '@makewhole/domain/connections';
import { explainTransactionId } from '@makewhole/domain/transaction-id-shape';
import { transactionIdsOf } from '@makewhole/processor/connect-processor';
import type { App, Services } from '../context.ts';
import { explainTransactionIdRoute } from './routes.ts';

export function addShapeHandlers(app: App, { db }: Services): void {
  app.openapi(explainTransactionIdRoute, async (c) => {
    const connections = await listConnections(db, c.get('caller').firmId);
    const own = transactionIdsOf(connections.filter(isInUse).map(({ kind }) => kind));
    const faults = explainTransactionId(c.req.valid('json').transactionId, own, transactionIdsOf());
    return c.json({ faults }, 200);
  });
}
