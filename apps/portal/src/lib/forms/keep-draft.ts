// What was typed survives a lost session (and a closed dialog, a reload, a mistaken link): each text field that somebody
// typed into is kept in this tab's storage until the form has done its work. Without scripts the form works all the same.
import type { Attachment } from 'svelte/attachments';

const PREFIX = 'draft:';

type TextField = HTMLInputElement | HTMLTextAreaElement;
type Draft = Readonly<Record<string, string>>;

/** Keeps the typed text of a form under a name that is the form's and the person's own, and puts it back. */
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

/** Keeps something that belongs to the form beside what was typed, as long as that is kept. */
export function keepInDraft(name: string, key: string, value: string): void {
  writeDraft(name, { ...readDraft(name), [key]: value });
}

/** What was kept so; null where nothing was. */
export function keptInDraft(name: string, key: string): string | null {
  return readDraft(name)[key] ?? null;
}

/** The form has done its work: nothing of it is kept. */
export function dropDraft(name: string): void {
  sessionStorage.removeItem(PREFIX + name);
}

function restore(form: HTMLFormElement, draft: Draft): void {
  for (const field of [...form.elements].filter(isTextField)) {
    const kept = draft[field.name];
    if (kept === undefined || kept === field.value) continue;
    field.value = kept;
    field.dispatchEvent(new Event('input', { bubbles: true })); // whoever binds the value learns it
  }
}

function readDraft(name: string): Draft {
  try {
    const draft: unknown = JSON.parse(sessionStorage.getItem(PREFIX + name) ?? '{}');
    return typeof draft === 'object' && draft !== null ? (draft as Draft) : {}; // written below alone
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
