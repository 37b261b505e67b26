// The letters of a paper: its two fonts, how wide a text is in them, and where its lines break. The fonts cover Latin,
// Greek, Cyrillic and more; other letters are transliterated, so that no name prints as empty boxes.
import { createRequire } from 'node:module';
import anyAscii from 'any-ascii';
import { openSync, type Font } from 'fontkit';

const { resolve } = createRequire(import.meta.url);

export type Weight = 'plain' | 'bold';

export const FONT_FILES: Readonly<Record<Weight, string>> = {
  plain: resolve('dejavu-fonts-ttf/ttf/DejaVuSansCondensed.ttf'),
  bold: resolve('dejavu-fonts-ttf/ttf/DejaVuSansCondensed-Bold.ttf'),
};

const FONTS: Readonly<Record<Weight, Font>> = {
  plain: openFont(FONT_FILES.plain),
  bold: openFont(FONT_FILES.bold),
};

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

function openFont(file: string): Font {
  const font = openSync(file);
  if (!('hasGlyphForCodePoint' in font)) throw new Error(`${file} is not one font`);
  return font;
}
