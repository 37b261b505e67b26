import type { Attachment } from 'svelte/attachments';
import { onSingleKeys } from './single-keys.ts';

/**
 * j and k move between the rows of the tables in this element, c copies the row's value, x ticks it. Focus is on the
 * row's link: so Enter opens it, and a screen reader announces the position.
 */
export const rowKeys: Attachment<HTMLElement> = (list) => {
  const rows = () => [...list.querySelectorAll<HTMLElement>('tbody tr')];
  const place = () => rows().findIndex((row) => row.contains(document.activeElement));
  const goTo = (index: number) => firstShown(rows()[index], 'a[href]')?.focus();
  return onSingleKeys({
    j: () => goTo(Math.min(place() + 1, rows().length - 1)),
    k: () => goTo(Math.max(place() - 1, 0)),
    c: () => firstShown(rows()[place()], '[data-copy]')?.click(),
    x: () => firstShown(rows()[place()], 'input[type=checkbox]')?.click(),
  });
};

/** A column hidden on this screen cannot be focused. */
function firstShown(row: HTMLElement | undefined, selector: string): HTMLElement | undefined {
  return [...(row?.querySelectorAll<HTMLElement>(selector) ?? [])].find((element) =>
    element.checkVisibility(),
  );
}
