// Decodes a bank's file: UTF-8, UTF-16 with a byte order mark, or the encoding that an OFX header names. Nothing else is
// guessed, because any bytes are valid text in some encoding.
import { Unreadable } from './values.ts';

/** The longest header. */
const HEADER_BYTES_MAX = 1_000;

/** @throws Unreadable if the file is not text, or its encoding is unknown */
export function textOf(content: Uint8Array): string {
  const text = decoded(content);
  if (text.includes('\0')) throw new Unreadable('This is not a text file. Export it as CSV or OFX.');
  return text;
}

function decoded(content: Uint8Array): string {
  const [first, second] = content;
  if (first === 0xff && second === 0xfe) return strictly('utf-16le', content);
  if (first === 0xfe && second === 0xff) return strictly('utf-16be', content);
  try {
    return strictly('utf-8', content);
  } catch (error) {
    const header = new TextDecoder('latin1').decode(content.subarray(0, HEADER_BYTES_MAX));
    if (/^\s*OFXHEADER|^\s*</.test(header)) {
      if (/\bencoding\s*[:=]\s*["']?utf-?8\b/i.test(header)) return withCutLetters(content);
      if (
        /\bcharset:\s*(?:1252|iso-?8859-1|8859-1)\b|\bencoding=["'](?:windows-1252|iso-8859-1)/i.test(header)
      ) {
        return new TextDecoder('windows-1252').decode(content);
      }
    }
    throw error;
  }
}

function strictly(encoding: 'utf-8' | 'utf-16le' | 'utf-16be', content: Uint8Array): string {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(content);
  } catch {
    throw new Unreadable('This file is not UTF-8. Export it as "CSV UTF-8" or as OFX.');
  }
}

/** Banks truncate names at a number of bytes; a character cut in half decodes to a replacement character. */
function withCutLetters(content: Uint8Array): string {
  const text = new TextDecoder('utf-8').decode(content);
  if (/\ufffd(?!\s*(?:<|$))/.test(text)) {
    throw new Unreadable('This file claims to be UTF-8 but is not. Export it again.');
  }
  return text;
}
