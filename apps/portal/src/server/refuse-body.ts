// Which bodies the portal accepts: forms, and large ones only on the pages that send files. Nobody is authenticated
// yet, so a refused body is not read.
import type { IncomingMessage } from 'node:http';
import { takesFiles } from '#lib/server/file-pages.ts';

/** The largest file that a form sends, and room for the form around it. */
export const FILE_FORM_BYTES_MAX = 11 * 1024 * 1024;
/** As much typed text as the API accepts. */
const FORM_BYTES_MAX = 64 * 1024;
const FORM = /^(?:application\/x-www-form-urlencoded|multipart\/form-data)\s*(?:;|$)/i;

type Refusal = { readonly status: number; readonly words: string };

/** @returns why a request's body is refused, else null */
export function refuseBody(request: Pick<IncomingMessage, 'method' | 'url' | 'headers'>): Refusal | null {
  const { method, url = '/', headers } = request;
  if (method === 'GET' || method === 'HEAD' || method === 'OPTIONS') return null;
  if (!FORM.test(headers['content-type'] ?? '')) return NO_FORM;
  const [path = '/'] = url.split('?', 1);
  const bytesMax = takesFiles(path) ? FILE_FORM_BYTES_MAX : FORM_BYTES_MAX;
  // The length of such a body is known only once it has been read.
  if (headers['transfer-encoding'] !== undefined && !takesFiles(path)) return NO_LENGTH;
  return Number(headers['content-length'] ?? 0) > bytesMax ? TOO_LARGE : null;
}

const NO_FORM: Refusal = { status: 415, words: 'This address takes forms alone. Programs use the API.' };
const NO_LENGTH: Refusal = { status: 411, words: 'Send this form with a Content-Length.' };
const TOO_LARGE: Refusal = {
  status: 413,
  words: 'This form is too large: a file may have 10 MB, and what is typed 64 kB.',
};
