import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { examine } from './examine.ts';

export function addDoctorCommand(program: Command, cli: Cli): void {
  program
    .command('doctor')
    .description('what stops the first refund, each with its fix')
    .argument('[firm]', 'its ID or its name; every firm without it')
    .addHelpText(
      'after',
      `
Settings: DATABASE_URL; TEMPORAL_ADDRESS to look at the worker too, SMTP_URL to look at the mail server. It changes nothing.`,
    )
    .action((wanted: string | undefined) => examine(wanted ?? null, cli.output()));
}
