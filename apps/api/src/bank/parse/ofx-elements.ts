// The elements of an OFX file: XML (2.x), where every element is closed, or SGML (1.x), where an element with a value need
// not be. One pass over the characters and two over the tags, so the time is linear in the size of any file; a library's
// regular expressions were not (ADR 21).
import { Unreadable } from './values.ts';

export type OfxElement = {
  /** In upper case. */
  readonly name: string;
  /** Its own text, decoded. */
  readonly text: string;
  readonly children: readonly OfxElement[];
};

type Opening = { readonly kind: 'open'; readonly name: string; isClosed: boolean };
type Token =
  | Opening
  | { readonly kind: 'close'; readonly name: string }
  | { readonly kind: 'text'; readonly text: string };
type Growing = { readonly name: string; text: string; readonly children: Growing[] };

/** Longer than any OFX tag with its attributes. */
const TAG_LENGTH_MAX = 1_000;
const NAME = /^[A-Z][A-Z0-9._]{0,31}$/i;
/** Twice what 10,000 transactions of ten elements need, each opened, filled and closed. */
const TOKENS_MAX = 600_000;
/** Elements that contain others. They must be closed in SGML too, or their content would be unclear. */
const GROUPS: ReadonlySet<string> = new Set(
  ['OFX', 'BANKMSGSRSV1', 'STMTTRNRS', 'STMTRS', 'BANKACCTFROM', 'BANKTRANLIST', 'STMTTRN'].concat([
    'LEDGERBAL',
    'AVAILBAL',
    'CURRENCY',
    'ORIGCURRENCY',
    'PAYEE',
    'BANKACCTTO',
    'CCACCTTO',
  ]),
);

/**
 * The top-level elements of the file, without the SGML header.
 * @throws Unreadable if a tag is not ended, closes nothing, or text is mixed with elements
 */
export function ofxElements(file: string): readonly OfxElement[] {
  const tokens = tokensOf(file);
  markClosed(tokens);
  return elementsOf(tokens);
}

function broken(): Unreadable {
  return new Unreadable('This OFX file is broken and may be truncated. Export it again.');
}

function tokensOf(file: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < file.length) {
    const start = file.indexOf('<', at);
    const text = file.slice(at, start === -1 ? undefined : start);
    if (text.trim() !== '') tokens.push({ kind: 'text', text: decoded(text) });
    if (start === -1) break;
    const { end, found } = markupAt(file, start);
    tokens.push(...found);
    if (tokens.length > TOKENS_MAX) throw new Unreadable('This OFX file has too many elements.');
    at = end;
  }
  return tokens;
}

/** The markup that begins at this `<`, and where it ends. */
function markupAt(file: string, start: number): { readonly end: number; readonly found: readonly Token[] } {
  if (file.startsWith('<!--', start)) return { end: endOf(file, '-->', start + 4), found: [] };
  if (file.startsWith('<?', start)) return { end: endOf(file, '?>', start + 2), found: [] };
  if (file.startsWith('<![CDATA[', start)) {
    const end = endOf(file, ']]>', start + 9);
    return { end, found: [{ kind: 'text', text: file.slice(start + 9, end - 3) }] };
  }
  const { closes, name, isWhole, end } = tagAt(file, start);
  if (closes) return { end, found: [{ kind: 'close', name }] };
  if (!isWhole) return { end, found: [{ kind: 'open', name, isClosed: false }] };
  // A line break inside a value, as in HTML.
  if (name === 'BR') return { end, found: [{ kind: 'text', text: ' ' }] };
  return {
    end,
    found: [
      { kind: 'open', name, isClosed: false },
      { kind: 'close', name },
    ],
  };
}

/** `isWhole`: self-closing, `<MEMO/>`. Searches no further than the longest tag. */
function tagAt(file: string, start: number) {
  const ahead = file.slice(start + 1, start + 1 + TAG_LENGTH_MAX);
  const length = ahead.indexOf('>');
  if (length === -1) throw broken();
  const inner = ahead.slice(0, length);
  const [closes, isWhole] = [inner.startsWith('/'), inner.endsWith('/')];
  const [name = '', ...attributes] = inner.slice(closes ? 1 : 0, isWhole ? -1 : undefined).split(/\s+/);
  if (!NAME.test(name)) throw broken();
  // A bank wrote `PAID <ABC CORP>` without escaping it.
  if (attributes.some((one) => one !== '') && !inner.includes('=')) throw broken();
  return { closes, isWhole, name: name.toUpperCase(), end: start + 1 + length + 1 };
}

function endOf(file: string, mark: string, from: number): number {
  const at = file.indexOf(mark, from);
  if (at === -1) throw broken();
  return at + mark.length;
}

/** Finds whether each opening tag is closed: a closing tag also ends unclosed elements opened since. */
function markClosed(tokens: readonly Token[]): void {
  const open: Opening[] = [];
  const openByName = new Map<string, number>();
  const count = (name: string, by: number) => openByName.set(name, (openByName.get(name) ?? 0) + by);
  const leave = () => {
    const last = open.pop();
    if (last === undefined) throw broken();
    count(last.name, -1);
    return last;
  };
  for (const token of tokens) {
    if (token.kind === 'open') {
      open.push(token);
      count(token.name, 1);
    }
    if (token.kind !== 'close') continue;
    if ((openByName.get(token.name) ?? 0) === 0) throw broken();
    let last = leave();
    while (last.name !== token.name) {
      if (GROUPS.has(last.name)) throw broken();
      last = leave();
    }
    last.isClosed = true;
  }
  if (open.some(({ name }) => GROUPS.has(name))) throw broken();
}

function elementsOf(tokens: readonly Token[]): readonly OfxElement[] {
  const top: Growing = { name: '', text: '', children: [] };
  const within = [top];
  let unclosed: Growing | null = null;
  for (const token of tokens) {
    const parent = within.at(-1) ?? top;
    if (token.kind === 'text') {
      // After the document, only a DOS end of file.
      if (
        parent === top &&
        top.children.length > 0 &&
        unclosed === null &&
        token.text.replaceAll('\u001a', '').trim() !== ''
      ) {
        throw new Unreadable(
          'This OFX file goes on after its end: it contains several statements, or is broken. Export one account at a time.',
        );
      }
      (unclosed ?? parent).text += token.text;
      continue;
    }
    unclosed = null;
    if (token.kind === 'close') {
      if (parent.children.length > 0 && parent.text.trim() !== '') throw broken();
      within.pop();
      continue;
    }
    const element: Growing = { name: token.name, text: '', children: [] };
    parent.children.push(element);
    if (token.isClosed) within.push(element);
    else unclosed = element;
  }
  return top.children;
}

/** An element's value, on one line. */
export function valueOf({ text }: OfxElement): string {
  return text.replace(/\s+/g, ' ').trim();
}

const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};

function decoded(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,4}));/gi, (entity, decimal, hex, name) => {
    if (typeof name === 'string') return NAMED[name.toLowerCase()] ?? entity;
    const code = typeof hex === 'string' ? Number.parseInt(hex, 16) : Number(decimal);
    if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) throw broken();
    return String.fromCodePoint(code);
  });
}
