import type { Context } from 'hono';
import { accepts } from 'hono/accepts';
import { findFirm } from '@makewhole/db/firms/find-firm';
import { reportRefunds } from '@makewhole/db/reports/report-refunds';
import { readUnclaimed } from '@makewhole/db/reports/read-unclaimed';
import { readTrustReport } from '@makewhole/db/reports/read-trust-report';
import { recordDownload } from '../access-events/record-download.ts';
import type { App, Services } from '../context.ts';
import { dayIn, nameDownload } from '../http/download.ts';
import { refundReportRoute, trustReportRoute, unclaimedReportRoute } from './routes.ts';
import type { TrustReportBody } from './schemas.ts';
import { trustReportCsv } from './trust-report-csv.ts';
import { unclaimedCsv } from './unclaimed-csv.ts';
import type { UnclaimedReportBody } from './unclaimed-schema.ts';
import { weeksOf } from './weeks-of.ts';

export function addReportHandlers(app: App, services: Services): void {
  const { db } = services;

  app.openapi(trustReportRoute, async (c) => {
    const { firmId } = c.get('caller');
    const { matters, otherLedgers, ...report } = await readTrustReport(db, firmId);
    const asOf = new Date().toISOString();
    const body: TrustReportBody = {
      ...report,
      ...{ matters: [...matters], otherLedgers: [...otherLedgers], asOf, currency: 'USD' },
    };
    const wantsCsv = prefersCsv(c);
    c.header('Vary', 'Accept');
    if (!wantsCsv) return c.json(body, 200);
    await recordDownload(services, c, 'exported', { what: 'trust_report' });
    c.header('Content-Type', 'text/csv; charset=utf-8');
    const firm = await findFirm(db, { firmId });
    nameDownload(c, ['trust-report', dayIn(firm.timeZone, new Date(asOf))], 'csv');
    return c.body(trustReportCsv(body, firm), 200);
  });

  app.openapi(unclaimedReportRoute, async (c) => {
    const { firmId } = c.get('caller');
    const now = new Date();
    const { items, isComplete } = await readUnclaimed(db, { firmId, now });
    const asOf = now.toISOString();
    const body: UnclaimedReportBody = { asOf, currency: 'USD', isComplete, items: [...items] };
    c.header('Vary', 'Accept');
    if (!prefersCsv(c)) return c.json(body, 200);
    await recordDownload(services, c, 'exported', { what: 'unclaimed_report' });
    c.header('Content-Type', 'text/csv; charset=utf-8');
    const firm = await findFirm(db, { firmId });
    nameDownload(c, ['unclaimed', dayIn(firm.timeZone, now)], 'csv');
    return c.body(unclaimedCsv(body, firm), 200);
  });

  app.openapi(refundReportRoute, async (c) => {
    const { firmId } = c.get('caller');
    const { from, to } = c.req.valid('query');
    const { timeZone } = await findFirm(db, { firmId });
    const report = await reportRefunds(db, { firmId, timeZone, from, to });
    const body = {
      from,
      to,
      timeZone,
      currency: 'USD' as const,
      weeks: weeksOf(report, { from, to }),
      settling: report.settling.map((rail) => ({ ...rail })),
      reasons: report.reasons.map((reason) => ({ ...reason })),
    };
    return c.json(body, 200);
  });
}

function prefersCsv(c: Context): boolean {
  const supports = ['application/json', 'text/csv'];
  return accepts(c, { header: 'Accept', supports, default: 'application/json' }) === 'text/csv';
}
