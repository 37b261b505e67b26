// What can be brought in by a file: its columns, the statement that a row makes, and the route that takes a batch of them.
import type { MakewholeClient } from '../create-client.ts';
import type { components } from '../schema.ts';
import {
  BadCell,
  balanceOf,
  centsOf,
  dateOf,
  isTrue,
  oneOf,
  peopleOf,
  requiredOf,
  type Cells,
} from './cells.ts';

type Schemas = components['schemas'];

type Batch<Body> = { readonly rows: Body[]; readonly dryRun: boolean };

export type RowAnswer = {
  /** What the row is about, as `Kind.keyOf` says it. */
  readonly key: string;
  readonly status: 'created' | 'updated' | 'unchanged' | 'refused';
  readonly code: string | null;
  readonly detail: string | null;
};

export type BatchSent = {
  readonly rows?: readonly RowAnswer[] | undefined;
  readonly error?: unknown;
  readonly response: Response;
};

export type Kind<Body> = {
  readonly required: readonly string[];
  readonly optional: readonly string[];
  /** Columns whose values stand together once in a file. */
  readonly unique: readonly (readonly [string, ...string[]])[];
  /** As many as the API takes at once. */
  readonly batchRows: number;
  /** @throws BadCell */
  readonly read: (cells: Cells, asOf: string) => Body;
  /** Lines of a file that are one row of the API: by the column that they share. */
  readonly together?: {
    readonly column: string;
    /** @throws BadCell about the second */
    readonly join: (one: Body, other: Body) => Body;
  };
  /** What the API names in its answer about the row. */
  readonly keyOf: (body: Body) => string;
  /** The column of a field in which the API found a fault, such as `client.name`; `line` counts the row's lines from 0. */
  readonly placeOf: (field: string) => Place;
  readonly send: (client: MakewholeClient, batch: Batch<Body>) => Promise<BatchSent>;
};

type Place = { readonly column: string; readonly line: number };

type Named<Body> = Body & { readonly externalId: string };

const byExternalId = <Body>({ externalId }: Named<Body>) => externalId;

const BATCH_ROWS = 500;

export const CLIENTS: Kind<Named<Schemas['ClientStatement']>> = {
  required: ['external_id', 'name'],
  optional: ['email', 'closed'],
  unique: [['external_id']],
  batchRows: BATCH_ROWS,
  read: (cells, asOf) => ({
    externalId: requiredOf(cells, 'external_id'),
    name: requiredOf(cells, 'name'),
    email: cells['email'] || null,
    closed: isTrue(cells, 'closed'),
    asOf,
  }),
  keyOf: byExternalId,
  placeOf: snakeCased,
  send: async (client, body) => answered(await client.POST('/v1/clients/batch', { body }), byExternalId),
};

export const MATTERS: Kind<Named<Schemas['MatterStatement']>> = {
  required: ['external_id', 'number', 'name', 'client_external_id', 'client_name', 'responsible_emails'],
  optional: ['client_email', 'closed'],
  unique: [['external_id'], ['number']],
  batchRows: BATCH_ROWS,
  read: (cells, asOf) => ({
    externalId: requiredOf(cells, 'external_id'),
    number: requiredOf(cells, 'number'),
    name: requiredOf(cells, 'name'),
    client: {
      externalId: requiredOf(cells, 'client_external_id'),
      name: requiredOf(cells, 'client_name'),
      email: cells['client_email'] || null,
    },
    users: peopleOf(cells, 'responsible_emails'),
    closed: isTrue(cells, 'closed'),
    asOf,
  }),
  keyOf: byExternalId,
  placeOf: (field) =>
    field.startsWith('users') ? { column: 'responsible_emails', line: 0 } : snakeCased(field),
  send: async (client, body) => answered(await client.POST('/v1/matters/batch', { body }), byExternalId),
};

export const INVOICES: Kind<Named<Schemas['InvoiceStatement']>> = {
  required: ['external_id', 'number', 'matter_external_id', 'total', 'issued_on'],
  optional: ['closed'],
  unique: [['external_id'], ['number']],
  batchRows: BATCH_ROWS,
  read: (cells, asOf) => ({
    externalId: requiredOf(cells, 'external_id'),
    number: requiredOf(cells, 'number'),
    matterExternalId: requiredOf(cells, 'matter_external_id'),
    total: centsOf(cells, 'total'),
    issuedOn: dateOf(cells, 'issued_on'),
    closed: isTrue(cells, 'closed'),
    asOf,
  }),
  keyOf: byExternalId,
  placeOf: snakeCased,
  send: async (client, body) => answered(await client.POST('/v1/invoices/batch', { body }), byExternalId),
};

type TrustBalance = Schemas['TrustBalanceStatement'] & { readonly matterExternalId: string };

export const TRUST_BALANCES: Kind<TrustBalance> = {
  required: ['matter_external_id', 'balance'],
  optional: ['bank_account_id'],
  unique: [['matter_external_id', 'bank_account_id']],
  batchRows: BATCH_ROWS,
  read: (cells, asOf) => ({
    matterExternalId: requiredOf(cells, 'matter_external_id'),
    balance: balanceOf(cells, 'balance'),
    ...(cells['bank_account_id'] && { bankAccountId: cells['bank_account_id'] }),
    asOf,
  }),
  keyOf: ({ matterExternalId }) => matterExternalId,
  placeOf: snakeCased,
  send: async (client, body) =>
    answered(await client.POST('/v1/trust-balances/batch', { body }), byExternalId),
};

type Person = Schemas['PeopleBatch']['rows'][number];

export const PEOPLE: Kind<Person> = {
  required: ['name', 'email', 'role'],
  optional: [],
  unique: [['email']],
  batchRows: 100,
  read: (cells) => ({
    name: requiredOf(cells, 'name'),
    email: requiredOf(cells, 'email'),
    role: oneOf(cells, 'role', ['viewer', 'admin', 'lawyer', 'owner']),
  }),
  keyOf: ({ email }) => email,
  placeOf: snakeCased,
  send: async (client, body) =>
    answered(await client.POST('/v1/people/batch', { body }), ({ email }) => email),
};

type Assignment = Schemas['AssignmentBatch']['rows'][number];

export const ALLOCATIONS: Kind<Assignment> = {
  required: ['transaction_id', 'account', 'amount'],
  optional: ['matter_number', 'invoice_number', 'description'],
  unique: [],
  batchRows: 200,
  read: (cells) => {
    const { matter_number: matterNumber, invoice_number: invoiceNumber, description } = cells;
    return {
      transactionId: requiredOf(cells, 'transaction_id'),
      ...(matterNumber && { matterNumber }),
      items: [
        {
          account: oneOf(cells, 'account', ['operating', 'trust']),
          amount: centsOf(cells, 'amount'),
          ...(invoiceNumber && { invoiceNumber }),
          ...(description && { description }),
        },
      ],
    };
  },
  together: {
    column: 'transaction_id',
    join: (one, other) => {
      if (one.matterNumber !== other.matterNumber) {
        throw new BadCell('matter_number', 'A payment has one matter: write the same on each of its lines.');
      }
      return { ...one, items: [...one.items, ...other.items] };
    },
  },
  keyOf: ({ transactionId }) => transactionId,
  placeOf: (field) => {
    const [, line = '0', name = field] = /^items\.(\d+)\.(.+)$/.exec(field) ?? [];
    return { ...snakeCased(name), line: Number(line) };
  },
  send: async (client, body) =>
    answered(
      await client.POST('/v1/payments/assignments/batch', { body }),
      ({ transactionId }) => transactionId,
    ),
};

function snakeCased(field: string): Place {
  return { column: field.replaceAll(/\.|(?=[A-Z])/g, '_').toLowerCase(), line: 0 };
}

function answered<Row extends Omit<RowAnswer, 'key'>>(
  sent: {
    readonly data?: { readonly rows: readonly Row[] };
    readonly error?: unknown;
    readonly response: Response;
  },
  keyOf: (row: Row) => string,
): BatchSent {
  const { data, error, response } = sent;
  return { error, response, rows: data?.rows.map((row) => ({ ...row, key: keyOf(row) })) };
}
