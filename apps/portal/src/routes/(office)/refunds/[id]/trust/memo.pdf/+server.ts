import { printTransferMemo } from '@makewhole/documents/transfer-memo';
import { formatMoney, money } from '@makewhole/domain/money';
import { loadTrustSheet } from '#lib/server/load-trust-sheet.ts';
import type { RequestHandler } from './$types';

/** The memo of the transfer, to print and sign. */
export const GET: RequestHandler = async (event) => {
  const { refund, payment, firm, sheet } = await loadTrustSheet(event);
  const { payee, purpose, amount, matter, from, to } = sheet.memo;
  const pdf = await printTransferMemo(
    {
      firm: firm.name,
      amount: formatMoney(money(amount), refund.currency),
      facts: [
        { name: 'Payee', value: payee },
        { name: 'For', value: purpose },
        { name: 'Client’s matter', value: matter },
        { name: 'Refunded to', value: payment.payer.name },
        { name: 'From', value: from },
        { name: 'To', value: to },
        { name: 'Refund', value: refund.id },
        { name: 'Payment', value: refund.transactionId },
      ],
      footer: `${firm.name} · refund ${refund.id}`,
    },
    new Date(refund.requestedAt),
  );
  return new Response(new Uint8Array(pdf), {
    headers: {
      'content-type': 'application/pdf',
      'content-disposition': `attachment; filename="trust-transfer-memo-${refund.id.replaceAll(/\W/g, '')}.pdf"`,
    },
  });
};
