// The letters of a paper: its two fonts, how wide a text is in them, and where its lines break. The fonts cover Latin,
// Greek, Cyrillic and more; other letters are transliterated, so that no name prints as empty boxes.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import anyAscii from 'any-ascii';
import { create, type Font } from 'fontkit';

const { resolve } = createRequire(import.meta.url);

/** Tables of a font, in whose directory each has an entry of so many bytes. */
const SHAPING_TABLES: ReadonlySet<string> = new Set(['GSUB', 'GPOS', 'kern']);
const DIRECTORY_START = 12;
const DIRECTORY_ENTRY = 16;

export type Weight = 'plain' | 'bold';

const FILES: Readonly<Record<Weight, Buffer>> = {
  plain: readFileSync(resolve('dejavu-fonts-ttf/ttf/DejaVuSansCondensed.ttf')),
  bold: readFileSync(resolve('dejavu-fonts-ttf/ttf/DejaVuSansCondensed-Bold.ttf')),
};

const FONTS: Readonly<Record<Weight, Font>> = { plain: openFont(FILES.plain), bold: openFont(FILES.bold) };

/** The fonts of a paper by name. Only those that it uses are in it. */
export const PAPER_FONTS: Readonly<Record<string, Buffer>> = {
  ...{ plain: withoutShaping(FILES.plain), bold: withoutShaping(FILES.bold) },
  ...{ 'plain shaped': FILES.plain, 'bold shaped': FILES.bold },
};

/** Letters that stand side by side as they are: Latin, Greek, Cyrillic, Armenian, and their signs. */
const UNSHAPED = /^[ -\u02ff\u0370-\u058f\u1e00-\u218f]*$/;

/** The font that draws a drawable text: that which shapes takes ten times as long, and most text needs none. */
export function fontFor(text: string, weight: Weight): string {
  return UNSHAPED.test(text) ? weight : `${weight} shaped`;
}

/** The text in letters that the fonts have. */
export function drawable(text: string): string {
  const has = (letter: string) =>
    letter === '\n' || FONTS.plain.hasGlyphForCodePoint(letter.codePointAt(0) ?? 0);
  return Array.from(text.normalize('NFC'), (letter) => (has(letter) ? letter : anyAscii(letter))).join('');
}

/** In points. Kerning is left out, for the lines that are drawn have none. */
export function widthOf(text: string, weight: Weight, size: number): number {
  let em = 0;
  for (const letter of text) em += advanceOf(letter, weight);
  return em * size;
}

/**
 * The lines of a drawable text within a width in points: broken at its line feeds and between words, and within a word
 * that is wider than a line.
 */
export function linesOf(text: string, width: number, weight: Weight, size: number): string[] {
  return text.split('\n').flatMap((paragraph) => linesOfParagraph(paragraph, width / size, weight));
}

function linesOfParagraph(paragraph: string, width: number, weight: Weight): string[] {
  const lines: string[] = [];
  let line = '';
  let used = 0;
  const space = advanceOf(' ', weight);
  for (const word of paragraph.split(/[ \t]+/)) {
    const wide = widthOf(word, weight, 1);
    if (line !== '' && used + space + wide > width) {
      lines.push(line);
      [line, used] = ['', 0];
    }
    if (line !== '') {
      line += ` ${word}`;
      used += space + wide;
      continue;
    }
    const pieces = wide > width ? piecesOf(word, width, weight) : [word];
    line = pieces.pop() ?? '';
    lines.push(...pieces);
    used = widthOf(line, weight, 1);
  }
  lines.push(line);
  return lines;
}

function piecesOf(word: string, width: number, weight: Weight): string[] {
  const pieces: string[] = [];
  let piece = '';
  let used = 0;
  for (const letter of word) {
    const advance = advanceOf(letter, weight);
    if (piece !== '' && used + advance > width) {
      pieces.push(piece);
      [piece, used] = ['', 0];
    }
    piece += letter;
    used += advance;
  }
  return [...pieces, piece];
}

const advances: Readonly<Record<Weight, Map<string, number>>> = { plain: new Map(), bold: new Map() };

function advanceOf(letter: string, weight: Weight): number {
  const known = advances[weight].get(letter);
  if (known !== undefined) return known;
  const font = FONTS[weight];
  const advance = font.glyphForCodePoint(letter.codePointAt(0) ?? 0).advanceWidth / font.unitsPerEm;
  advances[weight].set(letter, advance);
  return advance;
}

function openFont(file: Buffer): Font {
  const font = create(file);
  if (!('hasGlyphForCodePoint' in font)) throw new Error('A file of fonts is not one font');
  return font;
}

/** The font without its tables that replace and move letters: their names in its directory are made unknown. */
function withoutShaping(file: Buffer): Buffer {
  const font = Buffer.from(file);
  const tables = font.readUInt16BE(4);
  for (let index = 0; index < tables; index += 1) {
    const at = DIRECTORY_START + index * DIRECTORY_ENTRY;
    if (SHAPING_TABLES.has(font.toString('latin1', at, at + 4))) font.write('none', at, 'latin1');
  }
  return font;
}
