import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { migrate } from '@makewhole/db/migrate';
import { grantAppRole } from '@makewhole/db/grant-app-role';
import { ownerUrl, readDatabaseSettings } from './database.ts';

type Options = { readonly expandOnly: boolean; readonly appRole?: string };

export function addMigrateCommand(program: Command, cli: Cli): void {
  program
    .command('migrate')
    .description('bring the database to the schema of this release')
    .option('--expand-only', 'stop before what the release before still uses is removed', false)
    .option(
      '--app-role <name>',
      "the role of the API and the worker, which gets its rights; else DATABASE_URL's",
    )
    .addHelpText(
      'after',
      `
Each migration runs in a transaction of its own and gives up a lock after 5 seconds, to try again. Several may be started
at once: they take turns. Settings: DATABASE_URL; MIGRATION_DATABASE_URL as the owner of the schema, where DATABASE_URL is a
role that owns nothing; DATABASE_DIRECT_URL past a pooler; DATABASE_CA_FILE. Each also as NAME_FILE.`,
    )
    .action(async (options: Options) => {
      const output = cli.output();
      const settings = readDatabaseSettings();
      const url = ownerUrl(settings);
      const { applied, left } = await migrate(url, {
        expandOnly: options.expandOnly,
        say: output.progress,
        ca: settings.DATABASE_CA,
      });
      const appRole = options.appRole ?? otherUser(settings.DATABASE_URL, url);
      if (appRole !== null) await grantAppRole(url, appRole, { ca: settings.DATABASE_CA });
      output.result(
        [
          applied.length === 0
            ? 'The schema is the newest already.'
            : `Applied ${applied.length} migrations.`,
          ...(left.length === 0
            ? []
            : [`Left for after the roll-out, because they remove something: ${left.join(', ')}.`]),
          ...(appRole === null ? [] : [`The role ${appRole} has the rights of the API and the worker.`]),
        ],
        { applied, left, appRole },
      );
    });
}

/** The role of the apps, where it is not the one that migrates. */
function otherUser(appUrl: string, migrating: string): string | null {
  const [app, owner] = [appUrl, migrating].map((url) => decodeURIComponent(new URL(url).username));
  return app === owner || app === undefined || app === '' ? null : app;
}
