import { Option, type Command } from 'commander';
import type { Cli } from '../cli.ts';
import { createFirmCommand } from './create-firm.ts';
import { listFirmsCommand, showFirmCommand } from './show-firms.ts';
import { suspendFirmCommand } from './suspend-firm.ts';
import { regainOwnerCommand } from './regain-owner.ts';

const REFERENCE = {
  flag: '--reference <case>',
  text: "a ticket number, so that whoever asked can be found later; it stays in the firm's timeline",
};

export function addFirmCommand(program: Command, cli: Cli): void {
  const firm = program.command('firm').description('the firms of this installation');
  firm
    .command('create')
    .description('add a firm and invite its first owner; safe to repeat')
    .requiredOption('--name <name>', "the firm's name, as its people and clients know it")
    .requiredOption('--zone <zone>', "the firm's time zone, such as America/New_York")
    .requiredOption('--owner <email>', 'who signs in first')
    .option('--owner-name <name>', "the owner's name; else the email's first part")
    .option(REFERENCE.flag, REFERENCE.text, 'set-up')
    .option(
      '--print-link',
      'print the link that sets the password, instead of mailing it (needs PORTAL_URL)',
      false,
    )
    .action((options: Parameters<typeof createFirmCommand>[0]) => createFirmCommand(options, cli.output()));
  firm
    .command('list')
    .description('every firm')
    .action(() => listFirmsCommand(cli.output()));
  firm
    .command('show')
    .description('a firm: its owners, its connections, and how much it has')
    .argument('<firm>', 'its ID or its name')
    .action((wanted: string) => showFirmCommand(wanted, cli.output()));
  firm
    .command('suspend')
    .description('let nobody sign in and no API key work; open refunds go on')
    .argument('<firm>', 'its ID or its name')
    .requiredOption(REFERENCE.flag, REFERENCE.text)
    .option('--end', 'end the suspension', false)
    .action((wanted: string, options: { reference: string; end: boolean }) =>
      suspendFirmCommand(wanted, options, cli.output()),
    );
  firm
    .command('regain-owner')
    .description('restore access for a firm whose only owner cannot sign in')
    .requiredOption('--email <address>', 'the person, who signs in with it')
    .requiredOption(REFERENCE.flag, REFERENCE.text)
    .addOption(
      new Option('--remove-second-factor', 'they lost their authenticator app and recovery codes').conflicts(
        'makeOwner',
      ),
    )
    .option('--make-owner', "the firm's only owner has left: this person of the firm becomes one")
    .action((options: Parameters<typeof regainOwnerCommand>[0]) => regainOwnerCommand(options, cli.output()));
}
