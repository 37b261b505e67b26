// Typed text survives a lost session (and a closed dialog, a reload, a wrong link): each text field that a person typed
// into is kept in this tab's storage until the form succeeds. Without scripts the form works all the same.
import type { Attachment } from 'svelte/attachments';

const PREFIX = 'draft:';

type TextField = HTMLInputElement | HTMLTextAreaElement;
type Draft = Readonly<Record<string, string>>;

/** Keeps a form's typed text under a name unique to the form and the person, and restores it. */
export function keepDraft(name: string): Attachment<HTMLFormElement> {
  return (form) => {
    restore(form, readDraft(name));
    const keep = ({ target }: Event) => {
      if (isTextField(target)) writeDraft(name, { ...readDraft(name), [target.name]: target.value });
    };
    form.addEventListener('input', keep);
    return () => form.removeEventListener('input', keep);
  };
}

/** Keeps a value beside the typed text, for as long as the text is kept. */
export function keepInDraft(name: string, key: string, value: string): void {
  writeDraft(name, { ...readDraft(name), [key]: value });
}

/** The kept value; null if there is none. */
export function keptInDraft(name: string, key: string): string | null {
  return readDraft(name)[key] ?? null;
}

/** The form has succeeded: drop everything it kept. */
export function dropDraft(name: string): void {
  sessionStorage.removeItem(PREFIX + name);
}

function restore(form: HTMLFormElement, draft: Draft): void {
  for (const field of [...form.elements].filter(isTextField)) {
    const kept = draft[field.name];
    if (kept === undefined || kept === field.value) continue;
    field.value = kept;
    field.dispatchEvent(new Event('input', { bubbles: true })); // so that bound values update
  }
}

function readDraft(name: string): Draft {
  try {
    const draft: unknown = JSON.parse(sessionStorage.getItem(PREFIX + name) ?? '{}');
    return typeof draft === 'object' && draft !== null ? (draft as Draft) : {}; // only written below
  } catch {
    return {};
  }
}

function writeDraft(name: string, draft: Draft): void {
  sessionStorage.setItem(PREFIX + name, JSON.stringify(draft));
}

function isTextField(element: EventTarget | null): element is TextField {
  if (element instanceof HTMLTextAreaElement) return true;
  return element instanceof HTMLInputElement && ['text', 'date'].includes(element.type);
}
