// Keys that do something by themselves, anywhere on a page but where one types. A person may switch them off: whoever
// speaks to their computer, or slips, would set them off unwittingly (WCAG 2.1.4).

const SWITCH = 'single-keys';

export function areKeysOn(): boolean {
  try {
    return localStorage.getItem(SWITCH) !== 'off';
  } catch {
    return true; // the browser keeps nothing
  }
}

export function switchKeys(on: boolean): void {
  try {
    localStorage.setItem(SWITCH, on ? 'on' : 'off');
  } catch {
    // Then they are on again at the next page.
  }
}

/**
 * Calls one of these at each press of its key.
 * @returns how to stop listening
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
