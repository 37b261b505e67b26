// The encodings in which programs write bank files.
export const ENCODINGS = ['utf8', 'utf8-bom', 'utf16le-bom', 'utf16be-bom', 'utf16le', 'utf16be'] as const;
export type Encoding = (typeof ENCODINGS)[number];

export function encoded(text: string, encoding: Encoding): Uint8Array {
  const marked = encoding.endsWith('-bom') ? `\ufeff${text}` : text;
  if (encoding.startsWith('utf8')) return new TextEncoder().encode(marked);
  const bytes = Buffer.from(marked, 'utf16le');
  return new Uint8Array(encoding.startsWith('utf16be') ? bytes.swap16() : bytes);
}
