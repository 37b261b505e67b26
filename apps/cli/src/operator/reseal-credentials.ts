import type { Command } from 'commander';
import { CommandFailure, EXIT } from '../exit-codes.ts';
import type { Cli } from '../cli.ts';

export function addResealCommand(program: Command, cli: Cli): void {
  program
    .command('reseal-credentials')
    .description('seal the stored credentials of payment companies under the first key of CREDENTIAL_KEYS')
    .action(async () => {
      const { resealCredentials } = await import('@makewhole/db/connections/credentials');
      const { CREDENTIAL_ENV, openCredentials, sealCredentials } =
        await import('@makewhole/runtime/credentials');
      const { readDatabaseSettings, withDatabase } = await import('./database.ts');
      const { readEnv } = await import('@makewhole/runtime/read-env');
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
