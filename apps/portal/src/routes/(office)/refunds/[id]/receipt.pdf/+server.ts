import { printRefundReceipt } from '@makewhole/documents/refund-receipt';
import { loadReceipt } from '#lib/server/load-receipt.ts';
import type { RequestHandler } from './$types';

/** The receipt as a file to keep or to forward. */
export const GET: RequestHandler = async (event) => {
  const receipt = await loadReceipt(event);
  const pdf = await printRefundReceipt(receipt, new Date(receipt.since));
  return new Response(new Uint8Array(pdf), {
    headers: {
      'content-type': 'application/pdf',
      'content-disposition': `attachment; filename="receipt-${event.params.id.replaceAll(/\W/g, '')}.pdf"`,
    },
  });
};
