// The characters that hide in a copied ID, by the names that people can search for.

const NAMES: Readonly<Record<number, string>> = {
  0x00a0: 'a no-break space',
  0x00ad: 'a soft hyphen',
  0x061c: 'a direction mark',
  0x180e: 'a Mongolian vowel separator',
  0x200b: 'a zero-width space',
  0x200c: 'a zero-width non-joiner',
  0x200d: 'a zero-width joiner',
  0x200e: 'a left-to-right mark',
  0x200f: 'a right-to-left mark',
  0x2060: 'a word joiner',
  0xfeff: 'a byte order mark',
};

/** Format, control and variation characters: all that take no room on the screen. White space is not among them. */
const HIDDEN = /[\p{Cf}\p{Cc}\p{Default_Ignorable_Code_Point}\u00a0]/gu;

/** What hides in a text, in words, each kind once; null if nothing does. */
export function nameInvisible(text: string): string | null {
  const hidden = (text.match(HIDDEN) ?? []).filter((character) => !/[\t\n\r]/.test(character));
  if (hidden.length === 0) return null;
  return [...new Set(hidden.map(nameOf))].slice(0, 3).join(', ');
}

function nameOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return NAMES[code] ?? `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}
