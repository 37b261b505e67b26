// Invisible characters. Some reorder the text around them, some hide that two texts differ, and alone they look like
// nothing: text from outside that has them is refused or cleaned.

// Unicode's control characters, except the tab and line ends that people type; and its line separators, which only
// some programs treat as line ends.
// eslint-disable-next-line no-control-regex -- control characters are what it looks for
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028\u2029]/g;

// Zero-width characters that no script or emoji needs: joiners and variation selectors stay.
const ZERO_WIDTH = /[\u00ad\u180e\u200b\u2060-\u2064\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;
/** These change the direction of the text around them. */
const BIDI_CONTROL = /\p{Bidi_Control}/gu;
const BLANK = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}\u2800\s]/gu;

export function hasControlCharacters(text: string): boolean {
  return text.search(CONTROL) !== -1;
}

/** Whether a text has invisible or reordering characters. */
export function hasInvisibleCharacters(text: string): boolean {
  return text.search(ZERO_WIDTH) !== -1 || text.search(BIDI_CONTROL) !== -1;
}

/** Whether a reader sees anything of it at all. */
export function saysSomething(text: string): boolean {
  return text.replace(BLANK, '') !== '';
}

/** Removes invisible characters from text that others wrote and nobody can correct. */
export function visibleOnly(text: string): string {
  return text.replace(CONTROL, ' ').replace(ZERO_WIDTH, '').replace(BIDI_CONTROL, '');
}
