import { error } from '@sveltejs/kit';

/** How long an export may take: fifty thousand rows, and perhaps a slow reader. */
export const EXPORT_TIMEOUT_MS = 300_000;

/** The headers in which the API says what the file is, and that it is a download. */
const PASSED_ON = ['content-type', 'content-disposition', 'content-length', 'x-content-type-options'];

/**
 * Passes a file from the API on to the browser as a download. @throws error page with this message if the API sent none
 */
export function passFileOn(answer: Response, refusal: string): Response {
  if (!answer.ok) error(answer.status, refusal);
  const headers = new Headers({ 'cache-control': 'private, no-store' });
  for (const name of PASSED_ON) {
    const value = answer.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  return new Response(answer.body, { headers });
}
