import type { Attachment } from 'svelte/attachments';
import { onSingleKeys } from './single-keys.ts';

/** "/" focuses this field. */
export const focusOnSlash: Attachment<HTMLInputElement> = (input) =>
  onSingleKeys({
    '/': () => {
      input.focus();
      input.select();
    },
  });
