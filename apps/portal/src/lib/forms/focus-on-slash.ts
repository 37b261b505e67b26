import type { Attachment } from 'svelte/attachments';
import { onSingleKeys } from './single-keys.ts';

/** "/" focuses this field, and Escape leaves it as it is: so that the page's other keys act again. */
export const focusOnSlash: Attachment<HTMLInputElement> = (input) => {
  const leave = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.preventDefault(); // the browser would empty the field
    input.blur();
  };
  input.addEventListener('keydown', leave);
  const stopKeys = onSingleKeys({
    '/': () => {
      input.focus();
      input.select();
    },
  });
  return () => {
    input.removeEventListener('keydown', leave);
    stopKeys();
  };
};
