// What can be brought in by a file: its columns, the statement that a row makes, and the route that takes a batch of them.
import type { MakewholeClient } from '@makewhole/client/create-client';
import type { Schemas } from '../api/client.ts';
import { centsOf, dateOf, isTrue, peopleOf, requiredOf, type Cells } from './cells.ts';

export type Named = { readonly externalId: string };

type Batch<Body> = { readonly rows: (Body & Named)[]; readonly dryRun: boolean };

export type BatchSent = {
  readonly data?: Schemas['BatchAnswer'] | undefined;
  readonly error?: unknown;
  readonly response: Response;
};

export type Kind<Body> = {
  readonly required: readonly string[];
  readonly optional: readonly string[];
  /** Columns in which each value stands once in a file. */
  readonly unique: readonly string[];
  /** @throws BadCell */
  readonly read: (cells: Cells, asOf: string) => Body & Named;
  readonly send: (client: MakewholeClient, batch: Batch<Body>) => Promise<BatchSent>;
};

export const CLIENTS: Kind<Schemas['ClientStatement']> = {
  required: ['external_id', 'name'],
  optional: ['email', 'closed'],
  unique: ['external_id'],
  read: (cells, asOf) => ({
    externalId: requiredOf(cells, 'external_id'),
    name: requiredOf(cells, 'name'),
    email: cells['email'] || null,
    closed: isTrue(cells, 'closed'),
    asOf,
  }),
  send: (client, body) => client.POST('/v1/clients/batch', { body }),
};

export const MATTERS: Kind<Schemas['MatterStatement']> = {
  required: ['external_id', 'number', 'name', 'client_external_id', 'client_name', 'responsible_emails'],
  optional: ['client_email', 'closed'],
  unique: ['external_id', 'number'],
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
  send: (client, body) => client.POST('/v1/matters/batch', { body }),
};

export const INVOICES: Kind<Schemas['InvoiceStatement']> = {
  required: ['external_id', 'number', 'matter_external_id', 'total', 'issued_on'],
  optional: ['closed'],
  unique: ['external_id', 'number'],
  read: (cells, asOf) => ({
    externalId: requiredOf(cells, 'external_id'),
    number: requiredOf(cells, 'number'),
    matterExternalId: requiredOf(cells, 'matter_external_id'),
    total: centsOf(cells, 'total'),
    issuedOn: dateOf(cells, 'issued_on'),
    closed: isTrue(cells, 'closed'),
    asOf,
  }),
  send: (client, body) => client.POST('/v1/invoices/batch', { body }),
};

/** The column of a field in which the API found a fault, such as `client.name` or `users.0.email`. */
export function columnOf(field: string): string {
  if (field.startsWith('users')) return 'responsible_emails';
  return field.replaceAll(/\.|(?=[A-Z])/g, '_').toLowerCase();
}
