import { InvalidArgumentError, type Command } from 'commander';
import { z } from 'zod';
import {
  ALLOCATIONS,
  CLIENTS,
  INVOICES,
  MATTERS,
  PEOPLE,
  TRUST_BALANCES,
  type Kind,
} from '@makewhole/client/imports/kinds';
import type { Cli } from '../cli.ts';
import { importFile, type ImportOptions } from './import-file.ts';

export function addImportCommand(program: Command, cli: Cli): void {
  const command = program
    .command('import')
    .description('bring in the firm\'s own data from a CSV file (a key with the scope "import")');
  addKind(command, cli, 'people', PEOPLE);
  addKind(command, cli, 'clients', CLIENTS);
  addKind(command, cli, 'matters', MATTERS);
  addKind(command, cli, 'invoices', INVOICES);
  addKind(command, cli, 'trust-balances', TRUST_BALANCES);
  addKind(command, cli, 'allocations', ALLOCATIONS);
}

function addKind<Body>(command: Command, cli: Cli, name: string, kind: Kind<Body>): void {
  command
    .command(name)
    .description(`${name}, a line each`)
    .argument('<file>', 'UTF-8, with a header; - reads the standard input')
    .option('--dry-run', 'say what would happen to each row, and change nothing', false)
    .option('--skip-bad', 'write the other rows where some cannot be taken; without it, none', false)
    .option('--report <path>', 'where to write every row that cannot be taken: .csv or .json')
    .option('--as-of <time>', "when the firm's own system said this; now without it", timeOf)
    .addHelpText('after', columnsOf(kind))
    .action((path: string, options: ImportOptions) => importFile(kind, path, options, cli.output()));
}

function columnsOf({ required, optional }: Pick<Kind<unknown>, 'required' | 'optional'>): string {
  const wanted = optional.length === 0 ? '' : `\nand if wanted: ${optional.join(', ')}`;
  return `\nColumns: ${required.join(', ')}${wanted}`;
}

/** A date stands for its first moment in UTC. */
function timeOf(text: string): string {
  if (!z.union([z.iso.date(), z.iso.datetime({ offset: true })]).safeParse(text).success) {
    throw new InvalidArgumentError('It must be a date or a time with its zone, 2026-11-30T09:00:00Z.');
  }
  const at = new Date(text);
  if (at.getTime() > Date.now()) throw new InvalidArgumentError('It is in the future.');
  return at.toISOString();
}
