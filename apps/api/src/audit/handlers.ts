import { exportAudit } from '@makewhole/db/audit/export-audit';
import { findFirm } from '@makewhole/db/firms/find-firm';
import { readRefundTrail } from '@makewhole/db/audit/read-refund-trail';
import type { FirmId } from '@makewhole/domain/ids';
import { verifyAudit } from '@makewhole/verify/verify-audit';
import { recordDownload } from '../access-events/record-download.ts';
import type { App, Services } from '../context.ts';
import { dayIn, nameDownload } from '../http/download.ts';
import { REFUND_NOT_FOUND, problem } from '../http/problems.ts';
import { findOwnRefund } from '../refunds/find-changed.ts';
import { auditKeysRoute, exportAuditRoute, verifyAuditRoute, verifyRefundRoute } from './routes.ts';
import { verifyRefund } from './verify-refund.ts';

export function addAuditHandlers(app: App, services: Services): void {
  // Streamed, however long it is, which the route's types do not cover.
  app.get(exportAuditRoute.getRoutingPath(), async (c) => {
    const { firmId } = c.get('caller');
    await recordDownload(services, c, 'exported', { what: 'audit' });
    const { timeZone } = await findFirm(services.db, { firmId });
    c.header('Content-Type', 'application/x-ndjson');
    nameDownload(c, ['audit', dayIn(timeZone)], 'ndjson');
    return c.body(ReadableStream.from(bytesOf(services, firmId)), 200);
  });

  app.openapi(auditKeysRoute, (c) =>
    c.json({ algorithm: 'Ed25519' as const, publicKeys: [...services.auditPublicKeys] }, 200),
  );

  app.openapi(verifyAuditRoute, async (c) => {
    const { ok, refunds, events, checkpoints, faults, sealed } = await verifyAudit(
      linesOf(services, c.get('caller').firmId),
      { publicKeys: services.auditPublicKeys },
    );
    return c.json({ ok, refunds, events, checkpoints, faults: [...faults], sealed }, 200);
  });

  app.openapi(verifyRefundRoute, async (c) => {
    const { firmId } = c.get('caller');
    const refund = await findOwnRefund(services, firmId, c.req.valid('param').id);
    if (refund === null) return problem(c, REFUND_NOT_FOUND);
    const trail = await readRefundTrail(services.db, { firmId, refundId: refund.id });
    const { faults, ...verdict } = await verifyRefund(firmId, trail);
    return c.json({ ...verdict, headHash: trail.head.hash, faults: [...faults] }, 200);
  });
}

async function* linesOf({ db }: Services, firmId: FirmId): AsyncGenerator<string> {
  for await (const line of exportAudit(db, firmId, new Date())) yield JSON.stringify(line);
}

async function* bytesOf(services: Services, firmId: FirmId): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  try {
    for await (const line of linesOf(services, firmId)) yield encoder.encode(`${line}\n`);
  } catch (error) {
    // This cuts the connection: the last line is missing, which a verifier reports.
    services.log.error({ err: error, firmId }, 'an audit export was cut short');
    throw error;
  }
}
