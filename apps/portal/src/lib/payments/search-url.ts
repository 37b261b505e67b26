// The search that a text is carried over to from a box that does not search itself.
import { visibleOnly } from '@makewhole/domain/visible-text';

const SEARCH_LENGTH_MAX = 200;
const WEB_ADDRESS = /^\S*:\/\/\S*\/(?=[^/]*$)/;
const QUOTES = /^["'`‘’“”«»]+|["'`‘’“”«».,;:]+$/gu;

/** Payment History, searched for what was typed: without what hides in it or stands around it, because a search may. */
export function searchUrl(typed: string): string {
  const text = visibleOnly(typed).trim().replace(WEB_ADDRESS, '').replaceAll(QUOTES, '');
  const q = text.replaceAll(/\s+/g, ' ').slice(0, SEARCH_LENGTH_MAX).trim();
  return `/payments?${new URLSearchParams({ type: 'sale', q })}`;
}
