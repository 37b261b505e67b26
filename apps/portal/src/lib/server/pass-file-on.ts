import { error } from '@sveltejs/kit';

/** As the API says what the file is, and that it is to be saved. */
const PASSED_ON = ['content-type', 'content-disposition', 'content-length', 'x-content-type-options'];

/** A file that the API answered, to be saved by the person's browser. @throws error page with these words where it did not */
export function passFileOn(answer: Response, refusal: string): Response {
  if (!answer.ok) error(answer.status, refusal);
  const headers = new Headers({ 'cache-control': 'private, no-store' });
  for (const name of PASSED_ON) {
    const value = answer.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  return new Response(answer.body, { headers });
}
