// What an owner can bring in by a file in the portal. People are invited one by one, where their role is chosen.
import {
  ALLOCATIONS,
  CLIENTS,
  INVOICES,
  MATTERS,
  TRUST_BALANCES,
  type Kind,
} from '@makewhole/client/imports/kinds';
import { readRows, type BadRow, type Line } from '@makewhole/client/imports/read-rows';
import { readTable } from '@makewhole/client/imports/read-table';
import { sendRows, type RowsSent } from '@makewhole/client/imports/send-rows';
import type { MakewholeClient } from '@makewhole/client/create-client';
import { withoutGuard } from '@makewhole/domain/csv-text';

type Sending = {
  readonly client: MakewholeClient;
  /** Say what would happen, and change nothing. */
  readonly dryRun: boolean;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number) => void;
};

/** A file whose header and encoding are right. */
export type ReadFile = {
  readonly columns: readonly string[];
  readonly lines: readonly Line[];
  /** How many rows can be sent. */
  readonly total: number;
  /** Rows that cannot be sent. */
  readonly bad: readonly BadRow[];
  readonly send: (sending: Sending) => Promise<RowsSent>;
};

type Read = { readonly ok: true; readonly file: ReadFile } | { readonly ok: false; readonly fault: string };

export type ImportKind = {
  readonly name: string;
  readonly label: string;
  readonly required: readonly string[];
  readonly optional: readonly string[];
  readonly read: (bytes: Buffer, asOf: string) => Read;
};

export const IMPORT_KINDS: readonly ImportKind[] = [
  importKind('clients', 'Clients', CLIENTS),
  importKind('matters', 'Matters', MATTERS),
  importKind('invoices', 'Invoices', INVOICES),
  importKind('trust-balances', 'Trust balances', TRUST_BALANCES),
  importKind('allocations', 'Assignments of payments', ALLOCATIONS),
];

function importKind<Body>(name: string, label: string, kind: Kind<Body>): ImportKind {
  const { required, optional } = kind;
  return { name, label, required, optional, read: (bytes, asOf) => read(kind, bytes, asOf) };
}

function read<Body>(kind: Kind<Body>, bytes: Buffer, asOf: string): Read {
  const table = readTable(bytes, kind, withoutGuard);
  if (!table.ok) return table;
  const { good, bad } = readRows(table.rows, kind, asOf);
  const columns = Object.keys(table.rows[0]?.cells ?? {});
  const send = (sending: Sending) => sendRows({ ...sending, kind, rows: good });
  return { ok: true, file: { columns, lines: table.rows, total: good.length, bad, send } };
}
