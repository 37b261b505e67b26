import { InvalidArgumentError, type Command } from 'commander';
import type { PrepareOutcome } from '@makewhole/temporal/prepare-namespace';
import { CommandFailure, EXIT } from '../exit-codes.ts';
import type { Cli } from '../cli.ts';
import { prepareNamespace } from '@makewhole/temporal/prepare-namespace';
import { registerCommands } from '@makewhole/temporal/search-attributes';
import { readTemporalSettings, withTemporal } from './temporal.ts';

const RETENTION_DAYS = 90;
const RETENTION_DAYS_MAX = 3_650;

export function addPrepareTemporalCommand(program: Command, cli: Cli): void {
  program
    .command('prepare-temporal')
    .description('create the namespace, its retention and the search attributes; safe to repeat')
    .option(
      '--retention-days <days>',
      'how long a new namespace keeps what has ended',
      daysOf,
      RETENTION_DAYS,
    )
    .addHelpText(
      'after',
      `
Settings: TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE, and TEMPORAL_API_KEY or TEMPORAL_TLS_CLIENT_CERT_PATH and
TEMPORAL_TLS_CLIENT_KEY_PATH where Temporal asks for them. Use the rights of an operator: workers need fewer.`,
    )
    .action(async ({ retentionDays }: { retentionDays: number }) => {
      const settings = readTemporalSettings();
      const namespace = settings.TEMPORAL_NAMESPACE;
      const outcome = await withTemporal(settings, (client) =>
        prepareNamespace(client, { namespace, retentionDays }),
      );
      const prepared = insist(outcome, namespace, retentionDays);
      if (prepared.attributes.kind !== 'complete') {
        const { attributes } = prepared;
        throw new CommandFailure(
          attributes.kind === 'unknown'
            ? `Temporal does not let you ask which search attributes ${namespace} has. Use the rights of an operator.`
            : [
                `You may not register the search attributes that ${namespace} lacks. Ask somebody who may to run:`,
                ...registerCommands(namespace, attributes.missing).map((line) => `  ${line}`),
              ].join('\n'),
          EXIT.notAllowed,
        );
      }
      const { added } = prepared.attributes;
      cli
        .output()
        .result(
          [
            prepared.namespace === 'created'
              ? `Created the namespace ${namespace}.`
              : `The namespace ${namespace} exists.`,
            retentionLine(namespace, prepared.retentionDays),
            added.length === 0
              ? 'All search attributes are registered.'
              : `Registered the search attributes ${added.join(', ')}.`,
          ],
          {
            namespace,
            created: prepared.namespace === 'created',
            retentionDays: prepared.retentionDays,
            added,
          },
        );
    });
}

function daysOf(text: string): number {
  const days = Number(text);
  if (Number.isInteger(days) && days >= 1 && days <= RETENTION_DAYS_MAX) return days;
  throw new InvalidArgumentError(`It must be days, 1 to ${RETENTION_DAYS_MAX}.`);
}

/** @throws CommandFailure that says what to run instead */
function insist(outcome: PrepareOutcome, namespace: string, retentionDays: number) {
  if (outcome.kind === 'prepared') return outcome;
  throw new CommandFailure(
    [
      `Temporal does not let you describe or create the namespace ${namespace} (${outcome.message}). Ask somebody who may to run:`,
      `  temporal operator namespace create --namespace ${namespace} --retention ${retentionDays * 24}h`,
      'In Temporal Cloud, create it there, and run this again with a key that may administer it.',
    ].join('\n'),
    EXIT.notAllowed,
  );
}

function retentionLine(namespace: string, days: number | null): string {
  if (days === null) return 'Temporal does not say how long it keeps what has ended.';
  const kept = `It keeps what has ended for ${days} ${days === 1 ? 'day' : 'days'}`;
  if (days >= RETENTION_DAYS) return `${kept}.`;
  return `${kept}: a closed refund's page cannot show its workflow after that. For longer: temporal operator namespace update --namespace ${namespace} --retention ${RETENTION_DAYS * 24}h`;
}
