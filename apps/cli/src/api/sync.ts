import { InvalidArgumentError, Option, type Command } from 'commander';
import type { Cli } from '../cli.ts';
import { sync, type SyncOptions } from './run-sync.ts';

const MONTHS_MAX = 120;

export function addSyncCommand(program: Command, cli: Cli): void {
  program
    .command('sync')
    .description(
      'take a connection\'s payments over and follow what changes (a key with the scope "connect")',
    )
    .argument('[connection]', 'its ID, pc_...; may be left out where only one is in use')
    .option('--since <time>', 'how far back: so many months, 24m, or a day, 2024-12-01', sinceOf)
    .option('--dry-run', 'read and count everything, keep nothing, and print a table', false)
    .option('--watch', 'say what happens until the past is read', false)
    .addOption(new Option('--status', 'only say how far it has come').default(false))
    .addOption(new Option('--pause', 'read nothing until --resume').default(false))
    .addOption(new Option('--resume', 'let it continue').default(false))
    .action((connection: string | undefined, options: SyncOptions) =>
      sync(connection ?? null, options, cli.output()),
    );
}

/** As the API takes it. */
function sinceOf(text: string): string {
  const months = Number(/^(\d{1,3})m$/.exec(text)?.[1]);
  if (months >= 1 && months <= MONTHS_MAX) {
    const since = new Date();
    since.setUTCMonth(since.getUTCMonth() - months);
    // An hour later: the API takes no more than its own ten years.
    return new Date(since.getTime() + 3_600_000).toISOString();
  }
  if (/^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text))) return text;
  throw new InvalidArgumentError(`It must be months, 1m to ${MONTHS_MAX}m, or a day such as 2024-12-01.`);
}
