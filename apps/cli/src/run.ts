import { errorCodes } from '@makewhole/db/error-codes';
import { CommanderError } from 'commander';
import { CommandFailure, EXIT } from './exit-codes.ts';
import { createProgram } from './program.ts';

/** Postgres' codes of a connection that may not be made, and of a statement that may not be run. */
const FORBIDDEN = ['42501', '28000', '28P01'];
const AWAY = [
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'ETIMEDOUT',
  'EAI_AGAIN',
  'CONNECT_TIMEOUT',
  '57P03',
];
/** A table or a column that is not there. */
const NOT_MIGRATED = ['42P01', '42703'];

/** The certificate of a server that is reached over TLS. */
const NOT_TRUSTED = [
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
];

/** Runs one command. @returns its exit code; what went wrong is on the standard error */
export async function run(argv: readonly string[]): Promise<number> {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', refuseAllButClosed);
  try {
    await createProgram().parseAsync([...argv]);
    return Number(process.exitCode ?? EXIT.done);
  } catch (error) {
    // It has printed the help, the version or what is wrong with the arguments.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
    const { message, exitCode } = failureOf(error);
    process.stderr.write(`${message}\n`);
    return exitCode;
  }
}

/** Whoever reads has seen enough, as `head` has: the command does its work to the end, and prints no more. */
function refuseAllButClosed(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

function failureOf(error: unknown): { readonly message: string; readonly exitCode: number } {
  if (error instanceof CommandFailure) return error;
  const message = messageOf(error);
  const codes = errorCodes(error);
  const isOneOf = (known: readonly string[]) => codes.some((code) => known.includes(code));
  if (isOneOf(AWAY)) {
    return {
      message: `DATABASE_URL: Postgres cannot be reached (${message}). Start it, or correct the address.`,
      exitCode: EXIT.unreachable,
    };
  }
  if (isOneOf(NOT_TRUSTED)) {
    return {
      message: `A server's certificate is not trusted (${message}). For Postgres, set DATABASE_CA_FILE to the file of the certificate that signed it.`,
      exitCode: EXIT.unreachable,
    };
  }
  if (isOneOf(FORBIDDEN)) {
    return {
      message: `Postgres does not allow that: ${message}. Connect as the owner of the database (docs/production.md).`,
      exitCode: EXIT.notAllowed,
    };
  }
  if (isOneOf(NOT_MIGRATED)) {
    return {
      message: `This database is not set up for this release (${message}). Run \`makewhole migrate\` first.`,
      exitCode: EXIT.failed,
    };
  }
  return { message, exitCode: EXIT.failed };
}

function messageOf(error: unknown): string {
  // Several addresses of a name were tried; drizzle wraps what Postgres said.
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  const cause = first instanceof Error ? (first.cause ?? first) : first;
  return cause instanceof Error ? cause.message || cause.name : String(cause);
}
