// How each process reaches Postgres.
import { z } from 'zod';

const POOL_MAX = 200;
const postgresUrl = () =>
  z
    .url({ protocol: /^postgres(ql)?$/ })
    .refine(
      (url) => !/[?&]sslrootcert=/.test(url),
      'it has sslrootcert: take that out, and set DATABASE_CA_FILE to the path',
    );

export const DATABASE_ENV = {
  DATABASE_URL: postgresUrl().describe('the Postgres to use, postgres://user:password@host:port/name'),
  DATABASE_DIRECT_URL: postgresUrl()
    .optional()
    .describe(
      'the same database past the pooler, where DATABASE_URL is one that gives a connection to each transaction (PgBouncer)',
    ),
  DATABASE_POOL_MAX: z.coerce
    .number()
    .int()
    .min(2)
    .max(POOL_MAX)
    .default(10)
    .describe(`how many connections this process opens at most, 2 to ${POOL_MAX}`),
  DATABASE_CA: z
    .string()
    .includes('-----BEGIN CERTIFICATE-----')
    .optional()
    .describe(
      'the certificates, in PEM, that sign that of Postgres; DATABASE_CA_FILE has the path of a file',
    ),
};

type DatabaseSettings = {
  readonly DATABASE_URL: string;
  readonly DATABASE_DIRECT_URL?: string | undefined;
  readonly DATABASE_POOL_MAX: number;
  readonly DATABASE_CA?: string | undefined;
};

/** For packages/db's `connect`. */
export function databaseOptions({ DATABASE_DIRECT_URL, DATABASE_POOL_MAX, DATABASE_CA }: DatabaseSettings) {
  return { directUrl: DATABASE_DIRECT_URL, connectionsMax: DATABASE_POOL_MAX, ca: DATABASE_CA };
}
