import { error } from '@sveltejs/kit';
import { publicApiFor } from '#lib/server/api.ts';
import type { PageServerLoad } from './$types';

/**
 * What a client sees by their link. Looking changes nothing, so previews of links and scanners of mail are harmless. A
 * link that is wrong, expired or revoked is the same page with the same status.
 */
export const load: PageServerLoad = async (event) => {
  event.setHeaders({
    'cache-control': 'private, no-store',
    // The address is the secret: no other site learns it, and no search engine keeps it.
    'referrer-policy': 'no-referrer',
    'x-robots-tag': 'noindex, nofollow, noarchive, nosnippet',
  });
  const body = { token: event.params.token };
  const { data, response } = await publicApiFor(event).POST('/v1/client-links/open', { body });
  if (data !== undefined) return { refund: data, now: new Date().toISOString() };
  if (response.status === 429) error(429, 'Too many tries');
  error(response.status >= 500 ? 503 : 404, 'No such link');
};
