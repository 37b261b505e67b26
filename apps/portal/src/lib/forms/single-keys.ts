// Keys that act on their own anywhere on a page except in a text field. A person may switch them off: speech input or a
// slip would trigger them unintentionally (WCAG 2.1.4).

const SWITCH = 'single-keys';

export function areKeysOn(): boolean {
  try {
    return localStorage.getItem(SWITCH) !== 'off';
  } catch {
    return true; // the browser stores nothing
  }
}

export function switchKeys(on: boolean): void {
  try {
    localStorage.setItem(SWITCH, on ? 'on' : 'off');
  } catch {
    // Then they are on again on the next page.
  }
}

/**
 * Calls the matching handler at each press of its key.
 * @returns a function that stops listening
 */
export function onSingleKeys(actions: Readonly<Record<string, () => void>>): () => void {
  const onKey = (event: KeyboardEvent) => {
    const act = Object.hasOwn(actions, event.key) ? actions[event.key] : undefined;
    if (act === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target instanceof Element && event.target.closest(TYPED_INTO)) return;
    if (!areKeysOn()) return;
    event.preventDefault();
    act();
  };
  document.addEventListener('keydown', onKey);
  return () => document.removeEventListener('keydown', onKey);
}

const TYPED_INTO = 'input:not([type=checkbox]), textarea, select, dialog, [role=dialog], [role=alertdialog]';
