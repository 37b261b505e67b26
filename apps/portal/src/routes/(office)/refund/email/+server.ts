import { TEXT_LENGTH_MAX } from '@makewhole/domain/text-limits';
import { textOf } from '#lib/forms/text-of.ts';
import { apiFor } from '#lib/server/api.ts';
import type { RequestHandler } from './$types';

/** The email with the reason typed so far. The reason is in the body, so that no log has what people type. */
export const POST: RequestHandler = async (event) => {
  const form = await event.request.formData();
  const reason = textOf(form, 'reason').slice(0, TEXT_LENGTH_MAX.reason);
  const body = { transactionId: textOf(form, 'transactionId'), ...(reason !== '' && { reason }) };
  const { data, response } = await apiFor(event).POST('/v1/refunds/preview', { body });
  return data === undefined
    ? new Response(null, { status: response.status })
    : Response.json({ email: data.email });
};
