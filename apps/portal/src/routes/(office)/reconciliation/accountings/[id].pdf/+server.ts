import { printAccountingLetter } from '@makewhole/documents/accounting-letter';
import { apiFor, dataOf } from '#lib/server/api.ts';
import { formatDay } from '#lib/time/format.ts';
import type { RequestHandler } from './$types';

/** The accounting as a letter, to mail or to file. */
export const GET: RequestHandler = async (event) => {
  const { id } = event.params;
  const api = apiFor(event);
  const [accounting, firm] = await Promise.all([
    dataOf(event, api.GET('/v1/client-accountings/{id}', { params: { path: { id } } })),
    dataOf(event, api.GET('/v1/firm')),
  ]);
  const { recipientName: recipient, recipientEmail, subject, text, sha256, sentAt, createdAt } = accounting;
  const sent =
    recipientEmail === null
      ? 'Not emailed: the firm has no address for this client.'
      : sentAt === null
        ? `Not emailed yet, to ${recipientEmail}.`
        : `Emailed to ${recipientEmail} on ${formatDay(sentAt, firm.timeZone)}.`;
  const letter = { firm: firm.name, recipient, subject, text, sha256, sent };
  const pdf = await printAccountingLetter(letter, new Date(createdAt));
  return new Response(new Uint8Array(pdf), {
    headers: {
      'content-type': 'application/pdf',
      'content-disposition': `attachment; filename="accounting-${id.replaceAll(/\W/g, '')}.pdf"`,
    },
  });
};
