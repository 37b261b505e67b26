import { printEvidencePack } from '@makewhole/documents/evidence-pack';
import { describeReason } from '#lib/disputes/describe-reason.ts';
import { apiFor, dataOf } from '#lib/server/api.ts';
import type { RequestHandler } from './$types';

/** An evidence pack as a PDF, as it was made. */
export const GET: RequestHandler = async (event) => {
  const { id, packId } = event.params;
  const asking = apiFor(event).GET('/v1/disputes/{id}/evidence-packs/{packId}', {
    params: { path: { id, packId } },
  });
  const pack = await dataOf(event, asking);
  const { content, madeBy, madeAt, contentHash } = pack;
  const pdf = await printEvidencePack({
    ...{ id: pack.id, contentHash, madeBy: madeBy.name, madeAt: new Date(madeAt) },
    pack: content,
    reason: describeReason(content.dispute.reason),
  });
  return new Response(new Uint8Array(pdf), {
    headers: {
      'content-type': 'application/pdf',
      'content-disposition': `attachment; filename="dispute-evidence-${packId.replaceAll(/\W/g, '')}.pdf"`,
    },
  });
};
