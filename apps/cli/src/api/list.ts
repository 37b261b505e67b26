import { InvalidArgumentError, type Command } from 'commander';
import type { Cli } from '../cli.ts';
import { openApi } from './client.ts';
import { amountOf, statusOf } from './refund-lines.ts';
import { table } from '../output.ts';

const LIMIT_MAX = 100;

export function addListCommand(program: Command, cli: Cli): void {
  program
    .command('list')
    .description('the newest refunds')
    .option('--limit <count>', `how many, ${LIMIT_MAX} at most`, countOf, 20)
    .action(async ({ limit }: { limit: number }) => {
      const output = cli.output();
      const { client, valueOf } = openApi();
      const page = await valueOf(client.GET('/v1/refunds', { params: { query: { limit } } }));
      const rows = page.data.map((refund) => [
        ...[refund.id, amountOf(refund), refund.transactionId, statusOf(refund, output)],
      ]);
      const more = page.nextCursor === null ? [] : ['There are more.'];
      output.result(rows.length === 0 ? ['There are no refunds.'] : [...table(rows), ...more], page);
    });
}

function countOf(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= LIMIT_MAX) return count;
  throw new InvalidArgumentError(`It must be a number, 1 to ${LIMIT_MAX}.`);
}
