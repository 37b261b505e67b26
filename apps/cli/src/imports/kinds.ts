// What can be brought in by a file: its columns, and the route that takes a batch of its rows.
import type { MakewholeClient } from '@makewhole/client/create-client';
import type { Schemas } from '../api/client.ts';
import { CLIENTS, INVOICES, MATTERS, type Columns } from './read-rows.ts';

type Batch<Body> = {
  readonly rows: (Body & { readonly externalId: string })[];
  readonly dryRun: boolean;
};

export type BatchSent = {
  readonly data?: Schemas['BatchAnswer'] | undefined;
  readonly error?: unknown;
  readonly response: Response;
};

export type Kind<Body> = {
  readonly columns: Columns<Body>;
  readonly send: (client: MakewholeClient, batch: Batch<Body>) => Promise<BatchSent>;
};

export const CLIENT_KIND: Kind<Schemas['ClientStatement']> = {
  columns: CLIENTS,
  send: (client, body) => client.POST('/v1/clients/batch', { body }),
};

export const MATTER_KIND: Kind<Schemas['MatterStatement']> = {
  columns: MATTERS,
  send: (client, body) => client.POST('/v1/matters/batch', { body }),
};

export const INVOICE_KIND: Kind<Schemas['InvoiceStatement']> = {
  columns: INVOICES,
  send: (client, body) => client.POST('/v1/invoices/batch', { body }),
};
