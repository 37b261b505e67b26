import type { Attachment } from 'svelte/attachments';
import { onSingleKeys } from './single-keys.ts';

/**
 * j and k go from row to row of the tables in here, c copies what the row has to copy, x ticks it. The row's link has the
 * focus: so Enter opens it, and a screen reader says where one is.
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

/** What a column hides on this screen cannot be focused. */
function firstShown(row: HTMLElement | undefined, selector: string): HTMLElement | undefined {
  return [...(row?.querySelectorAll<HTMLElement>(selector) ?? [])].find((element) =>
    element.checkVisibility(),
  );
}
