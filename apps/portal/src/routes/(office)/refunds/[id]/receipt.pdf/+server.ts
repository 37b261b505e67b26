import { loadReceipt } from '#lib/server/load-receipt.ts';
import { receiptPdf } from '#lib/server/receipt-pdf.ts';
import type { RequestHandler } from './$types';

/** The receipt as a file to keep or to forward. */
export const GET: RequestHandler = async (event) => {
  const pdf = await receiptPdf(await loadReceipt(event));
  return new Response(new Uint8Array(pdf), {
    headers: {
      'content-type': 'application/pdf',
      'content-disposition': `attachment; filename="receipt-${event.params.id.replaceAll(/\W/g, '')}.pdf"`,
    },
  });
};
