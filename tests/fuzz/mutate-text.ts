// Damages a file as disks, downloads, editors and programs for tables do.
import fc from 'fast-check';

const PIECES = [
  ...[
    ',',
    '"',
    '\n',
    '\r',
    ';',
    '0',
    '1',
    '-',
    '.',
    ' ',
    '(',
    ')',
    '$',
    '\t',
    '|',
    '/',
    '=',
    'x',
    'é',
    '\ufeff',
  ],
  ...[
    '<',
    '>',
    '</',
    '&',
    '<BR/>',
    '</STMTTRN>',
    '<STMTTRN>',
    '<TRNAMT>1.00',
    ']]>',
    '<!--',
    '""',
    ',,',
    '1,',
    '<MEMO>',
  ],
];

/** Places are shares of the text's length, so that they shrink with it. */
export type Mutation =
  | { readonly kind: 'cut' | 'delete' | 'double line' | 'drop line' | 'unquote line'; readonly at: number }
  | { readonly kind: 'insert' | 'replace'; readonly at: number; readonly piece: string }
  | {
      readonly kind: 'drop' | 'swap lines' | 'swap fields' | 'move tag';
      readonly at: number;
      readonly to: number;
    }
  | { readonly kind: 'twice' };

/** Even: what fast-check draws of fractions is mostly next to 0. */
export const places = fc.integer({ min: 0, max: 999_999 }).map((nth) => nth / 1_000_000);

export const mutations: fc.Arbitrary<Mutation> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('cut', 'delete', 'double line', 'drop line', 'unquote line'),
    at: places,
  }),
  fc.record({ kind: fc.constantFrom('insert', 'replace'), at: places, piece: fc.constantFrom(...PIECES) }),
  fc.record({
    kind: fc.constantFrom('drop', 'swap lines', 'swap fields', 'move tag'),
    at: places,
    to: places,
  }),
  fc.constant({ kind: 'twice' } as const),
);

/** What is left of a character that was cut in half is the replacement character, as in a file. */
export function mutate(text: string, mutation: Mutation): string {
  return mutated(text, mutation).toWellFormed();
}

function mutated(text: string, mutation: Mutation): string {
  if (mutation.kind === 'twice') return text + text;
  const at = Math.floor(mutation.at * text.length);
  switch (mutation.kind) {
    case 'cut':
      return text.slice(0, at);
    case 'delete':
      return text.slice(0, at) + text.slice(at + 1);
    case 'insert':
      return text.slice(0, at) + mutation.piece + text.slice(at);
    case 'replace':
      return text.slice(0, at) + mutation.piece + text.slice(at + 1);
    case 'drop': {
      const to = Math.floor(mutation.to * text.length);
      return text.slice(0, Math.min(at, to)) + text.slice(Math.max(at, to));
    }
    case 'move tag':
      return withTagMoved(text, at, Math.floor(mutation.to * text.length));
    default:
      return withLines(text, mutation);
  }
}

function withTagMoved(text: string, at: number, to: number): string {
  const tag = /<[^<>]*>/.exec(text.slice(at));
  if (tag === null) return text;
  const rest = text.slice(0, at + tag.index) + text.slice(at + tag.index + tag[0].length);
  const place = Math.max(rest.indexOf('<', to), 0);
  return rest.slice(0, place) + tag[0] + rest.slice(place);
}

type LineMutation = Extract<Mutation, { readonly at: number }>;

/** The lines with their ends. */
function withLines(text: string, mutation: LineMutation): string {
  const lines = text.match(/[^\r\n]*(?:\r\n|\n|\r|$)/g)?.filter((line) => line !== '') ?? [];
  if (lines.length === 0) return text;
  const nth = Math.floor(mutation.at * lines.length);
  const line = lines[nth] ?? '';
  if (mutation.kind === 'double line') return lines.toSpliced(nth, 0, line).join('');
  if (mutation.kind === 'drop line') return lines.toSpliced(nth, 1).join('');
  if (mutation.kind === 'unquote line') return lines.with(nth, line.replaceAll('"', '')).join('');
  if (!('to' in mutation)) return text;
  const other = Math.floor(mutation.to * lines.length);
  if (mutation.kind === 'swap lines')
    return lines
      .with(nth, lines[other] ?? '')
      .with(other, line)
      .join('');
  return lines.with(nth, withFieldsSwapped(line, mutation.to)).join('');
}

function withFieldsSwapped(line: string, share: number): string {
  const parts = line.split(/([,\t|])/);
  const from = 2 * Math.floor((share * parts.length) / 2);
  const to = (from + 2) % (parts.length + 1);
  const [one, other] = [parts[from], parts[to]];
  return one === undefined || other === undefined ? line : parts.with(from, other).with(to, one).join('');
}
