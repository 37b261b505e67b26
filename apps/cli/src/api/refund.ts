import { InvalidArgumentError, type Command } from 'commander';
import type { Cli } from '../cli.ts';
import { requestRefund } from './request-refund.ts';
import { showStatus, watchRefund } from './follow-refund.ts';
import { openRefund } from './open-refund.ts';

export function addRefundCommands(program: Command, cli: Cli): void {
  program
    .command('refund')
    .description('refund a payment, in full')
    .argument('<transaction-id>', 'exactly as the payment processor has it')
    .requiredOption('--reason <text>', 'which the people on the matter will read')
    .option('--note <text>', 'which only the office reads')
    .option('--yes', 'do not ask; needed where nobody is at the terminal', false)
    .option('--idempotency-key <key>', 'for scripts that repeat a command: one refund for each key')
    .action((transactionId: string, options: Parameters<typeof requestRefund>[1]) =>
      requestRefund(transactionId, options, cli.output()),
    );
  program
    .command('status')
    .description('a refund as it is now')
    .argument('<refund-id>', 'rf_...')
    .action((id: string) => showStatus(id, cli.output()));
  program
    .command('watch')
    .description('follow a refund until it is closed')
    .argument('<refund-id>', 'rf_...')
    .option('--for <minutes>', 'give up after that', minutesOf, 60)
    .action((id: string, options: { for: number }) => watchRefund(id, options.for, cli.output()));
  program
    .command('open')
    .description("open a refund's page in the browser (needs MAKEWHOLE_PORTAL_URL)")
    .argument('<refund-id>', 'rf_...')
    .action((id: string) => openRefund(id, cli.output()));
}

function minutesOf(text: string): number {
  const minutes = Number(text);
  if (minutes > 0 && minutes <= 10_080) return minutes;
  throw new InvalidArgumentError('It must be minutes, a week at most.');
}
