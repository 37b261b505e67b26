// How the operator's commands reach Postgres: as the owner of the schema where its address is given.
import { connect, type Connection, type Db } from '@makewhole/db/connect';
import { readSchemaState, schemaFault } from '@makewhole/db/migrations/schema-state';
import { DATABASE_ENV } from '@makewhole/runtime/database-settings';
import { readEnv } from '@makewhole/runtime/read-env';
import { CommandFailure, EXIT } from '../exit-codes.ts';

const OPERATOR_DATABASE_ENV = {
  DATABASE_URL: DATABASE_ENV.DATABASE_URL,
  DATABASE_DIRECT_URL: DATABASE_ENV.DATABASE_DIRECT_URL,
  DATABASE_CA: DATABASE_ENV.DATABASE_CA,
  MIGRATION_DATABASE_URL: DATABASE_ENV.DATABASE_DIRECT_URL.describe(
    'the same database as its owner, who migrates it',
  ),
};

type OperatorDatabase = {
  readonly DATABASE_URL: string;
  readonly DATABASE_DIRECT_URL?: string | undefined;
  readonly MIGRATION_DATABASE_URL?: string | undefined;
  readonly DATABASE_CA?: string | undefined;
};

export function readDatabaseSettings(): OperatorDatabase {
  return readEnv(OPERATOR_DATABASE_ENV, { exitCode: EXIT.usage });
}

/** The address to the server itself, as its owner. */
export function ownerUrl(settings: OperatorDatabase): string {
  return settings.MIGRATION_DATABASE_URL ?? settings.DATABASE_DIRECT_URL ?? settings.DATABASE_URL;
}

export function openDatabase(settings: OperatorDatabase): Connection {
  const url = settings.DATABASE_DIRECT_URL ?? settings.DATABASE_URL;
  return connect(url, { connectionsMax: 2, ca: settings.DATABASE_CA });
}

/** Runs against a database with the schema of this release. @throws CommandFailure if its schema is older */
export async function withDatabase<Result>(
  settings: OperatorDatabase,
  work: (db: Db) => Promise<Result>,
): Promise<Result> {
  const { db, sql, close } = openDatabase(settings);
  try {
    const fault = schemaFault(await readSchemaState(sql));
    if (fault !== null) throw new CommandFailure(fault);
    return await work(db);
  } finally {
    await close();
  }
}
