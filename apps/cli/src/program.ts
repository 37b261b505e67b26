import tab from '@bomb.sh/tab/commander';
import { Command } from 'commander';
import { addConnectCommand } from './api/connect.ts';
import { addListCommand } from './api/list.ts';
import { addRefundCommands } from './api/refund.ts';
import { addSyncCommand } from './api/sync.ts';
import type { Cli } from './cli.ts';
import { addImportCommand } from './imports/import.ts';
import { createOutput } from './output.ts';
import { addDoctorCommand } from './operator/doctor.ts';
import { addFirmCommand } from './operator/firm.ts';
import { addMigrateCommand } from './operator/migrate.ts';
import { addPrepareTemporalCommand } from './operator/prepare-temporal.ts';
import { addResealCommand } from './operator/reseal-credentials.ts';

const EXIT_CODES = `
Exit codes: 0 done, 1 something was refused or failed, 2 the command, a setting or a file cannot be used,
3 not allowed, 4 a server does not answer.`;

/** Every command with its options. Errors are thrown, not printed, so that \`run\` chooses the exit code. */
export function createProgram(): Command {
  const program = new Command('makewhole')
    .description('Makewhole, the refund engine for law firms')
    .version('0.1.0')
    .option('--json', 'print one JSON document, for programs', false)
    .showHelpAfterError('(add --help for what there is)')
    .addHelpText('after', EXIT_CODES)
    .exitOverride();
  const cli: Cli = { output: () => createOutput(program.opts<{ json: boolean }>()) };
  program.commandsGroup('With an API key (MAKEWHOLE_API_URL, MAKEWHOLE_API_KEY):');
  addRefundCommands(program, cli);
  addListCommand(program, cli);
  addConnectCommand(program, cli);
  addSyncCommand(program, cli);
  addImportCommand(program, cli);
  program.commandsGroup('For the operator (DATABASE_URL, TEMPORAL_ADDRESS):');
  addMigrateCommand(program, cli);
  addPrepareTemporalCommand(program, cli);
  addFirmCommand(program, cli);
  addResealCommand(program, cli);
  addDoctorCommand(program, cli);
  tab(program, { completionCommandName: 'completion' });
  return program;
}
