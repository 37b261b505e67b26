import type { Command } from 'commander';
import { CommandFailure, EXIT } from '../exit-codes.ts';
import type { Cli } from '../cli.ts';
import { resealCredentials } from '@makewhole/db/connections/credentials';
import { CREDENTIAL_ENV, openCredentials, sealCredentials } from '@makewhole/runtime/credentials';
import { readDatabaseSettings, withDatabase } from './database.ts';
import { readEnv } from '@makewhole/runtime/read-env';

export function addResealCommand(program: Command, cli: Cli): void {
  program
    .command('reseal-credentials')
    .description('seal the stored credentials of payment companies under the first key of CREDENTIAL_KEYS')
    .action(async () => {
      const { CREDENTIAL_KEYS: keys } = readEnv(
        { CREDENTIAL_KEYS: CREDENTIAL_ENV.CREDENTIAL_KEYS },
        { exitCode: EXIT.usage },
      );
      const [newest] = keys;
      if (newest === undefined) {
        throw new CommandFailure(
          'CREDENTIAL_KEYS has no key: set it as for the API and the worker.',
          EXIT.usage,
        );
      }
      const total = await withDatabase(readDatabaseSettings(), async (db) => {
        for (let done = 0; ;) {
          const some = await resealCredentials(db, newest.id, (row) =>
            sealCredentials(keys, row, openCredentials(keys, row, row)),
          );
          if (some === 0) return done;
          done += some;
        }
      });
      cli
        .output()
        .result([`${total} sets of credentials were sealed again; all are under the key "${newest.id}".`], {
          resealed: total,
          keyId: newest.id,
        });
    });
}
