// A second reader of bank files, for the fuzz alone: slow, lenient, with no knowledge of the product's. It says what a
// file contains, whatever its quality; if the product takes the file, it must have read the same.
import type { CsvFile, Role } from './write-csv.ts';

export type PlainLine = {
  readonly date: string | null;
  readonly amount: number | null;
  readonly description: string;
};

/** Null if the header is no longer in the text, or not the only one. */
export function csvLinesOf(
  text: string,
  { header, roles }: CsvFile,
  delimiter: string,
): { readonly lines: readonly PlainLine[]; readonly odd: readonly (readonly string[])[] } | null {
  const records = fieldsOf(text, delimiter).filter((record) => record.some((field) => field.trim() !== ''));
  const isHeader = (record: readonly string[]) =>
    header.every((name, nth) => record[nth]?.trim() === name.trim());
  const at = records.findIndex(isHeader);
  if (at === -1 || records.findLastIndex(isHeader) !== at) return null;
  const columns = roles.map((role, nth) => ({ role, nth }));
  const rows = records.slice(at + 1);
  const odd = rows.filter(
    (record) =>
      record.length < header.length || record.slice(header.length).some((field) => field.trim() !== ''),
  );
  const lines = rows
    .map(
      (record) => (role: Role) => (record[columns.find((one) => one.role === role)?.nth ?? -1] ?? '').trim(),
    )
    .filter((of) => !isNoTransaction(of))
    .map((of) => ({
      date: dateIn(of('date')),
      amount: amountOf(of),
      description: [of('words'), of('reference')].filter((part) => part !== '').join(' '),
    }));
  return { lines, odd };
}

/** A row that moved no money: a balance without an amount, or a total without a date. */
function isNoTransaction(of: (role: Role) => string): boolean {
  const label = of('words') || of('date');
  const hasAmount = (['amount', 'debit', 'credit'] as const).some((role) => of(role) !== '');
  return /^totals?\b/i.test(label) ? dateIn(of('date')) === null : /balance\b/i.test(label) && !hasAmount;
}

/** Fields as RFC 4180 has them, and ="text" of spreadsheets; a quote within an unquoted field is itself. */
function fieldsOf(text: string, delimiter: string): string[][] {
  const records: string[][] = [[]];
  let [field, isQuoted, wasQuoted] = ['', false, false];
  const endField = () => {
    records.at(-1)?.push(/^="([^"]*)"$/.exec(field)?.[1] ?? field);
    [field, wasQuoted] = ['', false];
  };
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at] ?? '';
    if (isQuoted) {
      if (letter !== '"') field += letter;
      else if (text[at + 1] === '"') [field, at] = [`${field}"`, at + 1];
      else isQuoted = false;
    } else if (letter === '"' && field.trim() === '' && !wasQuoted) {
      [field, isQuoted, wasQuoted] = ['', true, true];
    } else if (letter === '=' && field.trim() === '' && !wasQuoted && text[at + 1] === '"') continue;
    else if (letter === delimiter) endField();
    else if (letter === '\n' || letter === '\r') {
      endField();
      records.push([]);
    } else field += letter;
  }
  endField();
  return records;
}

function amountOf(of: (role: Role) => string): number | null {
  const [debit, credit] = [centsIn(of('debit')), centsIn(of('credit'))];
  if (of('debit') !== '' || of('credit') !== '') {
    if (of('debit') !== '' && debit !== 0) return debit === null ? null : 0 - Math.abs(debit);
    return of('credit') === '' ? debit : credit;
  }
  const amount = centsIn(of('amount'));
  // 0 - 0 is 0, and -0 is another
  return amount !== null && /^d/i.test(of('indicator')) ? 0 - Math.abs(amount) : amount;
}

/** A minus sign, brackets or DR make it negative. */
function centsIn(text: string): number | null {
  const digits = text.replace(/US\$|USD|DR|CR|[-+\u2212\u2010-\u2013$()\s]/gi, '');
  const [whole = '', cents = '', ...more] = digits.split('.');
  if (more.length > 0 || !/^[\d,]*$/.test(whole) || !/^\d{0,2}0*$/.test(cents) || whole + cents === '')
    return null;
  const size = Number(whole.replaceAll(',', '')) * 100 + Number(cents.slice(0, 2).padEnd(2, '0'));
  return size !== 0 && /[-\u2212\u2010-\u2013(]|DR/i.test(text) ? -size : size;
}

const MONTHS = 'janfebmaraprmayjunjulaugsepoctnovdec';

function dateIn(said: string): string | null {
  const text = said.replace(/\s+/g, ' ');
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)/.exec(text) ?? /^(\d{4})(\d\d)(\d\d)/.exec(text);
  const us = /^(\d{1,2})[-/](\d{1,2})[-/](\d{4}|\d{2})(?!\d)/.exec(text);
  const named = /^(\d{1,2})\W?([a-z]{3})[a-z]*\W{0,2}(\d{4}|\d{2})(?!\d)/i.exec(text);
  const american = /^([a-z]{3})[a-z]*\W{0,2}(\d{1,2})\W{1,2}(\d{4}|\d{2})(?!\d)/i.exec(text);
  const monthIn = (name = '') => String(1 + MONTHS.indexOf(name.toLowerCase()) / 3);
  const [year, month, day] = iso
    ? iso.slice(1)
    : us
      ? [us[3], us[1], us[2]]
      : named
        ? [named[3], monthIn(named[2]), named[1]]
        : american
          ? [american[3], monthIn(american[1]), american[2]]
          : [];
  if (year === undefined || month === undefined || day === undefined) return null;
  return `${year.length === 2 ? '20' : ''}${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

/** The transactions of OFX in which nothing stands twice. */
export function ofxLinesOf(text: string): readonly PlainLine[] {
  const plain = text
    // Whichever begins first: a comment within CDATA is text.
    .replace(/<!--[^]*?-->|<\?[^]*?\?>|<!\[CDATA\[([^]*?)\]\]>/g, (_, inner?: string) =>
      (inner ?? '').replace(/[&<>]/g, (one) => `&#${one.charCodeAt(0)};`),
    )
    .replace(/<BR\s*\/>/gi, ' ');
  return plain
    .split(/<STMTTRN(?:\s[^>]*)?>/i)
    .slice(1)
    .map((part) => part.split(/<\/STMTTRN\s*>/i)[0] ?? '')
    .map((part) => {
      const of = (name: string) => new RegExp(`<${name}(?:\\s[^<>]*)?>([^<]*)`, 'i').exec(part)?.[1] ?? '';
      return {
        date: dateIn(of('DTPOSTED').trim()),
        amount: ofxCentsIn(of('TRNAMT').trim()),
        description: ['NAME', 'MEMO', 'CHECKNUM', 'REFNUM']
          .map((name) => unescaped(of(name)).replace(/\s+/g, ' ').trim())
          .filter((word) => word !== '')
          .join(' '),
      };
    });
}

function ofxCentsIn(text: string): number | null {
  return centsIn(/,\d{1,2}\D*$/.test(text) ? text.replaceAll('.', '').replace(',', '.') : text);
}

const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};

function unescaped(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) =>
    typeof name === 'string'
      ? (NAMED[name.toLowerCase()] ?? whole)
      : String.fromCodePoint(typeof hex === 'string' ? Number.parseInt(hex, 16) : Number(decimal)),
  );
}
