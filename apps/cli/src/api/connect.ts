import { Option, type Command } from 'commander';
import type { Cli } from '../cli.ts';
import { connectStripe } from './connect-stripe.ts';

export function addConnectCommand(program: Command, cli: Cli): void {
  program
    .command('connect')
    .description('connect a payment company (a key with the scope "connect")')
    .command('stripe')
    .description('Stripe: the key is checked there, and nothing is stored unless it may do what refunds need')
    .requiredOption('--key-file <path>', 'where the restricted key is; - reads the standard input')
    .requiredOption('--account <id>', "the firm's account, acct_...")
    .option('--label <name>', 'as the firm calls it', 'Stripe')
    .addOption(new Option('--mode <mode>', 'live moves money').choices(['test', 'live']).default('test'))
    .addOption(
      new Option('--draws-on <account>', 'the bank account that refunds leave')
        .choices(['operating', 'account_of_payment'])
        .default('operating'),
    )
    .option('--webhook-secret-file <path>', 'where the signing secret of its webhook endpoint is')
    .option(
      '--api-base <url>',
      'another server in its place; test mode, and only where the operator allows it',
    )
    .action((options: Parameters<typeof connectStripe>[0]) => connectStripe(options, cli.output()));
}
