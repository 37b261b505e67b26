/** The codes of an error and of its causes, as the ORM wraps what the driver threw: SQLSTATEs, or the system's. */
export function errorCodes(error: unknown): string[] {
  const codes: string[] = [];
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause) codes.push(String(cause.code));
  }
  return codes;
}

/**
 * Whether Postgres refused the input and will refuse it at every retry: a value that it cannot hold (class 22), one
 * that breaks a constraint (23), or one too large for an index (54).
 */
export function isRefusedForGood(error: unknown): boolean {
  return errorCodes(error).some((code) => /^(22|23|54)[0-9A-Z]{3}$/.test(code));
}
