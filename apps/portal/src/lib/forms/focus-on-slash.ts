import type { Attachment } from 'svelte/attachments';

/** "/" anywhere on the page, but for where one types, leads into this field. */
export const focusOnSlash: Attachment<HTMLInputElement> = (input) => {
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target instanceof Element && event.target.closest('input, textarea, select, [role=dialog]'))
      return;
    event.preventDefault();
    input.focus();
    input.select();
  };
  document.addEventListener('keydown', onKey);
  return () => document.removeEventListener('keydown', onKey);
};
