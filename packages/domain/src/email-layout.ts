// How every email is laid out: the same facts as text and as HTML, from one list of blocks. What people wrote stays text,
// in one line where one is expected, and is marked as theirs where it may have several.
import { visibleOnly } from './visible-text.ts';

export type EmailText = { readonly subject: string; readonly text: string; readonly html: string };

export type EmailFact = {
  readonly label: string;
  readonly value: string;
  /** A person's own words, of one line or several. */
  readonly isQuoted?: boolean;
};

export type EmailBlock =
  /** A sentence or some, on one line. */
  | { readonly kind: 'words'; readonly text: string }
  | { readonly kind: 'facts'; readonly facts: readonly EmailFact[] }
  /** An absolute address, and what it opens. */
  | { readonly kind: 'link'; readonly label: string; readonly href: string }
  /** Something to copy, alone on its line. */
  | { readonly kind: 'code'; readonly text: string }
  | {
      readonly kind: 'table';
      readonly head: readonly string[];
      readonly rows: readonly (readonly string[])[];
    };

export type EmailContent = {
  readonly subject: string;
  /** Whom it greets. */
  readonly recipientName: string;
  readonly blocks: readonly EmailBlock[];
  /** Who sends it; without a firm, Makewhole does. */
  readonly firmName?: string;
};

/** Mail programs show about as much of a subject. */
const SUBJECT_LENGTH_MAX = 78;
const LINE_END = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/;

/** Composes an email. */
export function layOutEmail({ subject, recipientName, blocks, firmName }: EmailContent): EmailText {
  const greeting = `${inOneLine(recipientName)},`;
  const closing = firmName === undefined ? 'Sent by Makewhole' : `${inOneLine(firmName)}, sent by Makewhole`;
  const title = shortened(inOneLine(subject));
  return {
    subject: title,
    text: [greeting, ...blocks.map(asText), closing].join('\n\n'),
    html: page(title, previewOf(blocks), [
      paragraph(greeting),
      ...blocks.map(asHtml),
      `<p class="soft" style="margin:20px 0 0;color:#5b6573;font-size:13px">${escapeHtml(closing)}</p>`,
    ]),
  };
}

/** Keeps a value on one line and its characters in order, so that nobody can add a line to an email through it. */
function inOneLine(text: string): string {
  return linesOf(text).join(' ').trimEnd();
}

/** What a person wrote must stay text in an email. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** No line ends in a space, which mail programs read as a soft line break (RFC 3676). */
function linesOf(text: string): string[] {
  return text.split(LINE_END).map((line) => visibleOnly(line).trimEnd());
}

function shortened(subject: string): string {
  const shown = [...new Intl.Segmenter('en').segment(subject)].map(({ segment }) => segment);
  if (shown.length <= SUBJECT_LENGTH_MAX) return subject;
  return `${shown
    .slice(0, SUBJECT_LENGTH_MAX - 1)
    .join('')
    .trimEnd()}…`;
}

function asText(block: EmailBlock): string {
  switch (block.kind) {
    case 'words':
      return inOneLine(block.text);
    case 'facts':
      return block.facts.map((fact) => `${fact.label}:${valueAsText(fact)}`).join('\n');
    case 'link':
      return `${block.label}: ${block.href}`;
    case 'code':
      return block.text;
    case 'table':
      return [block.head, ...block.rows].map((cells) => cells.map(inOneLine).join('  ')).join('\n');
  }
}

/** Several lines of a person's are set apart and each marked, so that none looks like one of the email's. */
function valueAsText({ value, isQuoted = false }: EmailFact): string {
  const after = (mark: string, line: string) => (line === '' ? mark : `${mark} ${line}`);
  const lines = isQuoted ? linesOf(value) : [inOneLine(value)];
  return lines.length === 1 ? after('', lines.join('')) : lines.map((line) => after('\n  >', line)).join('');
}

function asHtml(block: EmailBlock): string {
  switch (block.kind) {
    case 'words':
      return paragraph(inOneLine(block.text));
    case 'facts':
      return table(
        block.facts.map(
          (fact) =>
            `<tr><th scope="row" align="left" valign="top" style="padding:4px 16px 4px 0;font-weight:600">${escapeHtml(fact.label)}</th><td dir="auto" valign="top" style="padding:4px 0">${valueAsHtml(fact)}</td></tr>`,
        ),
      );
    case 'link':
      return link(block.label, block.href);
    case 'code':
      return `<p style="margin:0 0 14px"><code style="font-family:Consolas,Menlo,monospace;font-size:13px;word-break:break-all">${escapeHtml(block.text)}</code></p>`;
    case 'table': {
      const row = (tag: 'td' | 'th', cells: readonly string[]) =>
        `<tr>${cells.map((text) => `<${tag} align="left" valign="top" style="padding:4px 10px 4px 0">${escapeHtml(inOneLine(text))}</${tag}>`).join('')}</tr>`;
      return table([row('th', block.head), ...block.rows.map((cells) => row('td', cells))]);
    }
  }
}

function valueAsHtml({ value, isQuoted = false }: EmailFact): string {
  if (!isQuoted) return escapeHtml(inOneLine(value));
  const lines = linesOf(value).map(escapeHtml).join('<br>');
  return `<blockquote class="line" style="margin:0;padding:0 0 0 10px;border-left:3px solid #c9d2dc">${lines}</blockquote>`;
}

function table(rows: readonly string[]): string {
  return `<table cellpadding="0" cellspacing="0" style="border-collapse:collapse;margin:0 0 14px">${rows.join('')}</table>`;
}

/** A cell of a table, which every mail program draws as a button. */
function link(label: string, href: string): string {
  return `<table role="presentation" cellpadding="0" cellspacing="0" style="margin:4px 0 14px"><tr><td class="button" bgcolor="#1d5fae" style="border-radius:6px;padding:10px 18px"><a href="${escapeHtml(href)}" style="color:#ffffff;text-decoration:none;font-weight:600">${escapeHtml(label)}</a></td></tr></table>`;
}

function paragraph(text: string): string {
  return `<p dir="auto" style="margin:0 0 14px">${escapeHtml(text)}</p>`;
}

/** What a list of messages shows beside the subject. */
function previewOf(blocks: readonly EmailBlock[]): string {
  const first = blocks.find((block) => block.kind === 'words');
  return first === undefined ? '' : inOneLine(first.text);
}

/** Dark where the reader's mail program is; without the style sheet, which some remove, it is light. */
const STYLE = `:root{color-scheme:light dark;supported-color-schemes:light dark}@media (max-width:480px){.ink{padding:18px!important}}@media (prefers-color-scheme:dark){.page,.page>table{background:#11151b!important}.card{background:#1a2029!important;border-color:#323b47!important}.ink{color:#e6ebf1!important}.soft{color:#a3afbd!important}.line{border-color:#4a5666!important}.button{background:#2f73c9!important}}`;

function page(title: string, preview: string, body: readonly string[]): string {
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
    '<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">',
    `<title>${escapeHtml(title)}</title><style>${STYLE}</style></head>`,
    '<body class="page" style="margin:0;padding:0;background:#f3f5f8">',
    `<div style="display:none;max-height:0;overflow:hidden">${escapeHtml(preview)}</div>`,
    '<table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td align="center" style="padding:24px 8px">',
    '<table role="presentation" class="card" width="600" cellpadding="0" cellspacing="0" style="width:100%;max-width:600px;background:#ffffff;border:1px solid #dbe1e8;border-radius:8px"><tr>',
    '<td class="ink" align="left" style="padding:28px;font-family:Arial,Helvetica,sans-serif;font-size:15px;line-height:1.5;color:#1c2430;overflow-wrap:anywhere">',
    ...body,
    '</td></tr></table></td></tr></table></body></html>',
  ].join('');
}
