import { error, type RequestEvent } from '@sveltejs/kit';
import { sheetOf } from '#lib/trust-sheet/sheet-of.ts';
import { apiFor, dataOf, outcomeOf } from './api.ts';

type SheetRequest = RequestEvent<{ id: string }>;

/** Everything that the trust sheet of a refund shows. @throws 404 for a refund that owes no trust steps */
export async function loadTrustSheet(event: SheetRequest) {
  const api = apiFor(event);
  const path = { id: event.params.id };
  const refund = await dataOf(event, api.GET('/v1/refunds/{id}', { params: { path } }));
  const { transactionId } = refund;
  const [payment, firm, reported] = await Promise.all([
    dataOf(event, api.GET('/v1/payments/{transactionId}', { params: { path: { transactionId } } })),
    dataOf(event, api.GET('/v1/firm')),
    // Who may not read it still gets the sheet.
    outcomeOf(event, api.GET('/v1/reports/trust')),
  ]);
  const report = reported.ok && typeof reported.data !== 'string' ? reported.data : null;
  const sheet = sheetOf({ refund, payment, firm, report, now: new Date() });
  if (sheet === null) error(404, 'This refund has no trust steps: none of its money went to trust.');
  return { refund, payment, firm, sheet };
}
