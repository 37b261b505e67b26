/** A problem that the person at the terminal can fix: printed as one clear line, without a stack trace. */
export class StackError extends Error {
  override readonly name = 'StackError';
}

/** What to print for any thrown value: its message if written for people, else everything that is known. */
export function describeError(error: unknown): string {
  if (error instanceof StackError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** The first line of whatever was thrown, for use inside a sentence. */
export function causeLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.trim().split('\n')[0] ?? '';
}
