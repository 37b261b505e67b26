import type { Attachment } from 'svelte/attachments';
import { onSingleKeys } from '#lib/forms/single-keys.ts';

/** What a row offers beside opening it, by the key that presses it. */
export const CASE_KEYS = [
  { key: 'e', does: 'Takes the next step' },
  { key: 'a', does: 'Assigns the case' },
  { key: 's', does: 'Snoozes its next step' },
  { key: 'x', does: 'Selects the row' },
] as const;

/** e, a and s press what the row with the focus has for them. */
export const caseKeys: Attachment<HTMLElement> = (list) => {
  const press = (key: string) => () =>
    document.activeElement?.closest('tr')?.querySelector<HTMLElement>(`[data-key=${key}]`)?.click();
  const isHere = () => list.contains(document.activeElement);
  const act = (key: string) => () => {
    if (isHere()) press(key)();
  };
  return onSingleKeys({ e: act('e'), a: act('a'), s: act('s') });
};
