// Rows of a file as the API takes them, and what is wrong with the others.
import type { Schemas } from '../api/client.ts';
import type { TableRow } from './read-table.ts';

export type BadRow = {
  readonly line: number;
  /** Null where the whole row is meant. */
  readonly column: string | null;
  readonly code: string;
  readonly value: string;
  /** What is wrong and what to do. */
  readonly message: string;
};

type Named = { readonly externalId: string };
export type GoodRow<Body> = { readonly line: number; readonly body: Body & Named };

export type Columns<Body> = {
  readonly required: readonly string[];
  readonly optional: readonly string[];
  readonly read: (cells: TableRow['cells'], asOf: string) => Body & Named;
};

class BadCell extends Error {
  readonly column: string;
  constructor(column: string, message: string) {
    super(message);
    this.column = column;
  }
}

export const CLIENTS: Columns<Schemas['ClientStatement']> = {
  required: ['external_id', 'name'],
  optional: ['email', 'closed'],
  read: (cells, asOf) => ({
    externalId: need(cells, 'external_id'),
    name: need(cells, 'name'),
    email: cells['email'] || null,
    closed: closedOf(cells),
    asOf,
  }),
};

export const MATTERS: Columns<Schemas['MatterStatement']> = {
  required: ['external_id', 'number', 'name', 'client_external_id', 'client_name', 'responsible_emails'],
  optional: ['client_email', 'closed'],
  read: (cells, asOf) => ({
    externalId: need(cells, 'external_id'),
    number: need(cells, 'number'),
    name: need(cells, 'name'),
    client: {
      externalId: need(cells, 'client_external_id'),
      name: need(cells, 'client_name'),
      email: cells['client_email'] || null,
    },
    users: peopleOf(cells['responsible_emails'] ?? ''),
    closed: closedOf(cells),
    asOf,
  }),
};

export const INVOICES: Columns<Schemas['InvoiceStatement']> = {
  required: ['external_id', 'number', 'matter_external_id', 'total', 'issued_on'],
  optional: ['closed'],
  read: (cells, asOf) => ({
    externalId: need(cells, 'external_id'),
    number: need(cells, 'number'),
    matterExternalId: need(cells, 'matter_external_id'),
    total: centsOf(cells, 'total'),
    issuedOn: dateOf(cells, 'issued_on'),
    closed: closedOf(cells),
    asOf,
  }),
};

/** An external ID that a file has twice is bad on each of its lines. */
export function readRows<Body>(
  table: readonly TableRow[],
  columns: Columns<Body>,
  asOf: string,
): { readonly good: readonly GoodRow<Body>[]; readonly bad: readonly BadRow[] } {
  const lines = new Map<string, number[]>();
  for (const { cells, line } of table) {
    const id = cells['external_id'] ?? '';
    const same = lines.get(id);
    if (same === undefined) lines.set(id, [line]);
    else same.push(line);
  }
  const good: GoodRow<Body>[] = [];
  const bad: BadRow[] = [];
  for (const { cells, line } of table) {
    const value = cells['external_id'] ?? '';
    const others = (lines.get(value) ?? []).filter((other) => other !== line);
    if (value !== '' && others.length > 0) {
      const message = `Line ${others.slice(0, 5).join(', ')} has the same external ID. Keep one of them.`;
      bad.push({ line, column: 'external_id', code: 'duplicate_external_id', value, message });
      continue;
    }
    try {
      good.push({ line, body: columns.read(cells, asOf) });
    } catch (error) {
      if (!(error instanceof BadCell)) throw error;
      const { column, message } = error;
      bad.push({ line, column, code: 'invalid_value', value: cells[column] ?? '', message });
    }
  }
  return { good, bad };
}

function need(cells: TableRow['cells'], column: string): string {
  const value = cells[column] ?? '';
  if (value === '') throw new BadCell(column, 'It is empty. Fill it in.');
  return value;
}

/** `1,234.56`, `1234.56`, `1234.5` or `1234`, exactly. @returns cents */
function centsOf(cells: TableRow['cells'], column: string): number {
  const match = /^(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{1,2}))?$/.exec(need(cells, column));
  const cents = Number(`${match?.[1]?.replaceAll(',', '') ?? ''}${(match?.[2] ?? '').padEnd(2, '0')}`);
  if (match === null || !Number.isSafeInteger(cents)) {
    throw new BadCell(
      column,
      'Write an amount such as 1234.56 or 1,234.56: no sign, no currency, two decimals at most.',
    );
  }
  return cents;
}

function dateOf(cells: TableRow['cells'], column: string): string {
  const value = need(cells, column);
  const at = new Date(`${value}T00:00:00Z`);
  const isDate = /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(at.getTime());
  if (!isDate || at.toISOString().slice(0, 10) !== value) {
    throw new BadCell(column, 'Write a date of the calendar as YYYY-MM-DD.');
  }
  return value;
}

function closedOf(cells: TableRow['cells']): boolean {
  const value = cells['closed'] ?? '';
  if (!['', 'true', 'false'].includes(value)) throw new BadCell('closed', 'Write true or false.');
  return value === 'true';
}

/** `ada@firm.example; Nora Adler <nora@firm.example>`: an address alone is its own name. */
function peopleOf(text: string): { readonly name: string; readonly email: string }[] {
  const parts = text.split(';').map((part) => part.trim());
  return parts
    .filter((part) => part !== '')
    .map((part) => {
      const named = /^([^<>]+?)\s*<([^<>]+)>$/.exec(part);
      return { name: named?.[1] ?? part, email: named?.[2] ?? part };
    });
}
