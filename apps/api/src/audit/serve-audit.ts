import { exportAudit } from '@makewhole/db/audit/export-audit';
import type { FirmId } from '@makewhole/domain/ids';
import { verifyAudit } from '@makewhole/verify/verify-audit';
import type { App, Services } from '../context.ts';
import { exportAuditRoute, verifyAuditRoute } from './routes.ts';

export function serveAudit(app: App, services: Services): void {
  // Sent as it is read, however long it is: no answer that the route's types know.
  app.get(exportAuditRoute.getRoutingPath(), (c) => {
    const { firmId } = c.get('caller');
    const day = new Date().toISOString().slice(0, 10);
    c.header('Content-Type', 'application/x-ndjson');
    c.header('Content-Disposition', `attachment; filename="audit-${day}.ndjson"`);
    return c.body(ReadableStream.from(bytesOf(services, firmId)), 200);
  });

  app.openapi(verifyAuditRoute, async (c) => {
    const verdict = await verifyAudit(linesOf(services, c.get('caller').firmId));
    return c.json({ ...verdict, faults: [...verdict.faults] }, 200);
  });
}

async function* linesOf({ db }: Services, firmId: FirmId): AsyncGenerator<string> {
  for await (const line of exportAudit(db, firmId, new Date())) yield `${JSON.stringify(line)}\n`;
}

async function* bytesOf(services: Services, firmId: FirmId): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  try {
    for await (const line of linesOf(services, firmId)) yield encoder.encode(line);
  } catch (error) {
    // The connection is cut with it: its last line is missing then, and a verifier says so.
    services.log.error({ err: error, firmId }, 'an audit export was cut short');
    throw error;
  }
}
