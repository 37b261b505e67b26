import { CommanderError } from 'commander';
import { CommandFailure, EXIT } from './exit-codes.ts';
import { createProgram } from './program.ts';

/** Postgres' codes of a connection that may not be made, and of a statement that may not be run. */
const FORBIDDEN = new Set(['42501', '28000', '28P01']);
const AWAY = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'ETIMEDOUT',
  'EAI_AGAIN',
  'CONNECT_TIMEOUT',
  '57P03',
]);

/** Runs one command. @returns its exit code; what went wrong is on the standard error */
export async function run(argv: readonly string[]): Promise<number> {
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

function failureOf(error: unknown): { readonly message: string; readonly exitCode: number } {
  if (error instanceof CommandFailure) return error;
  const message = messageOf(error);
  const code = codeOf(error);
  if (AWAY.has(code)) {
    return {
      message: `DATABASE_URL: Postgres cannot be reached (${message}). Start it, or correct the address.`,
      exitCode: EXIT.unreachable,
    };
  }
  if (FORBIDDEN.has(code)) {
    return {
      message: `Postgres does not allow that: ${message}. Connect as the owner of the database (docs/production.md).`,
      exitCode: EXIT.notAllowed,
    };
  }
  if (code === '42P01' || code === '42703') {
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

function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  return 'cause' in error ? codeOf(error.cause) : '';
}
