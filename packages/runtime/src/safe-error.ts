// Makes errors safe for logs and for Temporal's history. The message of a failed query quotes its parameters: reasons,
// notes, names and addresses, which must stay in Postgres.

export type SafeError = {
  readonly name: string;
  /** The driver's or the system's code, if there is one. */
  readonly code: string | null;
  readonly message: string;
  readonly stack: string;
};

const QUOTED_PARAMETERS = /\nparams: [^]*$/;

/** An error without the personal data that it quotes: its message and its cause's, the code, and the stack. */
export function safeError(error: unknown): SafeError {
  if (!(error instanceof Error)) return { name: 'Error', code: null, message: String(error), stack: '' };
  const cause = error.cause instanceof Error ? error.cause : error;
  const message = error.message.replace(QUOTED_PARAMETERS, '');
  return {
    name: cause.name,
    code: 'code' in cause ? String(cause.code) : null,
    message: cause === error ? message : `${message}: ${cause.message}`,
    stack: (error.stack ?? '').slice((error.stack ?? '').indexOf('\n    at ')),
  };
}
