// Decodes a bank's file: UTF-8, UTF-16, or the encoding that an OFX header names. Nothing else is guessed, because any
// bytes are valid text in some encoding.
import { refuseOtherBytes } from './refuse-other-formats.ts';
import { Unreadable } from './values.ts';

/** The longest header. */
const HEADER_BYTES_MAX = 1_000;

/** @throws Unreadable if the file is not text, or its encoding is unknown */
export function textOf(content: Uint8Array): string {
  refuseOtherBytes(content);
  const text = decoded(content);
  if (text.includes('\0')) throw new Unreadable('This is not a text file. Export it as CSV or OFX.');
  return text;
}

function decoded(content: Uint8Array): string {
  const wide = utf16Of(content);
  if (wide !== null) return utf16(wide, content);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch {
    return notWhollyUtf8(content);
  }
}

/** By its byte order mark; without one, by its first character, which is ASCII in every statement. */
function utf16Of([first, second]: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  if ((first === 0xff && second === 0xfe) || isAsciiThenZero(first, second)) return 'utf-16le';
  if ((first === 0xfe && second === 0xff) || isAsciiThenZero(second, first)) return 'utf-16be';
  return null;
}

function isAsciiThenZero(letter: number | undefined, zero: number | undefined): boolean {
  return letter !== undefined && letter > 0 && letter < 0x80 && zero === 0;
}

function utf16(encoding: 'utf-16le' | 'utf-16be', content: Uint8Array): string {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(content);
  } catch {
    throw new Unreadable('This UTF-16 file is broken and may be truncated. Export it again.');
  }
}

function notWhollyUtf8(content: Uint8Array): string {
  const header = new TextDecoder('latin1').decode(content.subarray(0, HEADER_BYTES_MAX));
  const isOfx = /^(?:\u00ef\u00bb\u00bf)?\s*(?:OFXHEADER|<)/i.test(header);
  if (isOfx && /\bencoding\s*[:=]\s*["']?utf-?8\b/i.test(header)) {
    return withCutLetters(content, /\ufffd(?!\s*(?:<|$))/);
  }
  if (
    isOfx &&
    /\bcharset\s*:\s*(?:1252|iso-?8859-1|8859-1)\b|\bencoding\s*=\s*["'](?:windows-1252|iso-8859-1)/i.test(
      header,
    )
  ) {
    return new TextDecoder('windows-1252').decode(content);
  }
  if (header.startsWith('\u00ef\u00bb\u00bf')) {
    return withCutLetters(content, isOfx ? /\ufffd(?!\s*(?:<|$))/ : /\ufffd(?![\t ]*(?:[",|\t]|$))/m);
  }
  const line =
    new TextDecoder('utf-8')
      .decode(content)
      .split('\ufffd', 1)[0]
      ?.split(/\r\n|\n|\r/).length ?? 1;
  throw new Unreadable(
    `Line ${line} has a letter that is not UTF-8, and the file does not name its encoding. Export it as "CSV UTF-8" or as OFX.`,
  );
}

/** Banks truncate names at a number of bytes; a character cut in half decodes to a replacement character. */
function withCutLetters(content: Uint8Array, notAtAnEnd: RegExp): string {
  const text = new TextDecoder('utf-8').decode(content);
  if (notAtAnEnd.test(text)) {
    throw new Unreadable('This file claims to be UTF-8 but is not. Export it again.');
  }
  return text;
}
