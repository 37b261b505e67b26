import type { Attachment } from 'svelte/attachments';

/** What a click in a row may be meant for instead of the row. */
const OF_ITS_OWN = 'a, button, input, label, select, summary, details, textarea';

/**
 * A click anywhere in a row of the tables in this element opens what the row's own link opens, and a middle or modified click
 * opens it in a new tab. The link stays a link, and text can still be selected: then nothing opens.
 */
export const openRows: Attachment<HTMLElement> = (list) => {
  const onClick = (event: MouseEvent) => {
    if (event.defaultPrevented || event.button > 1 || !(event.target instanceof Element)) return;
    if (event.target.closest(OF_ITS_OWN) || (getSelection()?.toString() ?? '') !== '') return;
    const link = event.target.closest('tbody tr')?.querySelector<HTMLAnchorElement>('a[data-row]');
    if (!link) return;
    if (event.button === 1 || event.metaKey || event.ctrlKey) window.open(link.href, '_blank', 'noopener');
    else link.click();
  };
  list.dataset['opensRows'] = '';
  list.addEventListener('click', onClick);
  list.addEventListener('auxclick', onClick);
  return () => {
    list.removeEventListener('click', onClick);
    list.removeEventListener('auxclick', onClick);
  };
};
